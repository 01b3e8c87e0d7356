//! The articles of many sources, one after another, with unique ids and all that is known about
//! them. Here it is decided what a fault costs: the article, or with [`Options::strict`] the run.

use super::{Draft, Fault, Found, Ids, Options, Source};
use crate::error::{Error, Result, Warning};
use crate::text::Article;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What comes of one step of [`Articles`]: an article, or the warning for which one is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The article, if it could be read.
    pub article: Option<Article>,
    /// What a reader of the result should know.
    pub warnings: Vec<Warning>,
}

/// Reads sources in their order, article by article; nothing is read before it is asked for.
///
/// ```
/// use demarche::ingest::{Options, Source, read};
/// let sources = [Source::bytes("geneva.txt", *b"Talks open in Geneva\n\nThe talks have begun.\n")];
/// let options = Options::default();
/// let reading = read(&sources, &options).next().unwrap()?;
/// let article = reading.article.unwrap();
/// assert_eq!(article.id, "geneva");
/// assert_eq!(article.meta.title.as_deref(), Some("Talks open in Geneva"));
/// # Ok::<(), demarche::error::Error>(())
/// ```
pub fn read<'a>(sources: &'a [Source], options: &'a Options) -> Articles<'a> {
    Articles {
        sources: sources.iter(),
        current: None,
        options,
        ids: Ids::default(),
        known: BTreeSet::new(),
        state: State::Reading,
    }
}

/// The articles of a run; see [`read`]. After an error there are no more.
pub struct Articles<'a> {
    sources: std::slice::Iter<'a, Source>,
    current: Option<(&'a Source, Found<'a>)>,
    options: &'a Options,
    ids: Ids,
    /// The ids for which there was metadata.
    known: BTreeSet<String>,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    Reading,
    Over,
}

impl Iterator for Articles<'_> {
    type Item = Result<Reading>;

    fn next(&mut self) -> Option<Result<Reading>> {
        if self.state == State::Over {
            return None;
        }
        loop {
            if let Some((source, found)) = &mut self.current {
                let source: &Source = source;
                match found.next() {
                    Some(Ok(draft)) => return Some(Ok(self.admit(source, draft))),
                    Some(Err(fault)) => return Some(self.lose(source, fault)),
                    None => self.current = None,
                }
            }
            let Some(source) = self.sources.next() else {
                self.state = State::Over;
                return self.without_article().map(Ok);
            };
            match source.open() {
                Ok(file) => {
                    let reader = self.options.input_format;
                    let reader = reader.unwrap_or_else(|| source.reader(&file));
                    self.current = Some((source, reader.read(file, self.options)));
                }
                Err(fault) => return Some(self.lose(source, fault)),
            }
        }
    }
}

impl Articles<'_> {
    fn lose(&mut self, source: &Source, fault: Fault) -> Result<Reading> {
        if self.options.strict {
            self.state = State::Over;
            return Err(Error::Article {
                path: PathBuf::from(source.name()),
                line: fault.line,
                message: fault.message,
            });
        }
        Ok(Reading {
            article: None,
            warnings: vec![warning(source, fault)],
        })
    }

    fn admit(&mut self, source: &Source, draft: Draft) -> Reading {
        let Draft { mut article, notes } = draft;
        let mut warnings: Vec<Warning> = notes
            .into_iter()
            .map(|note| warning(source, note))
            .collect();
        let id = self.ids.claim(&article.id);
        if id != article.id {
            let message = if super::ids::clean(&article.id) == id {
                format!("the id {:?} is written \"{id}\"", article.id)
            } else {
                format!(
                    "the id \"{}\" is taken: this article is \"{id}\"",
                    article.id
                )
            };
            warnings.push(warning(source, Fault::new(message)));
            article.id = id;
        }
        if let Some(metadata) = &self.options.metadata
            && metadata.apply(&mut article)
        {
            self.known.insert(article.id.clone());
        }
        if article.meta.date.is_none() {
            article.meta.date.clone_from(&self.options.default_date);
        }
        Reading {
            article: Some(article),
            warnings,
        }
    }

    /// At the end: what the metadata knows and no article has.
    fn without_article(&self) -> Option<Reading> {
        let metadata = self.options.metadata.as_ref()?;
        let mut ids = metadata.ids().filter(|id| !self.known.contains(*id));
        let first = ids.next()?;
        let message = match ids.count() {
            0 => format!("1 id has no article: \"{first}\""),
            more => format!("{} ids have no article, \"{first}\" first", more + 1),
        };
        Some(Reading {
            article: None,
            warnings: vec![Warning {
                place: metadata.path().display().to_string(),
                line: None,
                message,
            }],
        })
    }
}

fn warning(source: &Source, fault: Fault) -> Warning {
    Warning {
        place: source.name().to_owned(),
        line: fault.line,
        message: fault.message,
    }
}
