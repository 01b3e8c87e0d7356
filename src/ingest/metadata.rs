//! What is known about articles from elsewhere: a table (JSON Lines or CSV) keyed by `id`. It is
//! written by whoever runs the program, so a mistake in it is an error with its line.

use super::fields::{self, Fields};
use super::{RawFile, date, encoding};
use crate::error::{Error, Result};
use crate::text::{Article, Meta, Span};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Title, date, source, url and language of articles by their id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    path: PathBuf,
    by_id: BTreeMap<String, Meta>,
}

impl Metadata {
    /// Reads a table: JSON Lines with an object for each article, or CSV (comma, semicolon or tab)
    /// with a row of names. Fields and columns are called `id`, `title`, `date`, `source`, `url`,
    /// `language`, or as [`Fields`] calls them by default; others are passed over.
    ///
    /// # Errors
    /// [`Error::Article`] with the line of what cannot be read: no JSON, no id, an id for the
    /// second time, an unreadable date.
    pub fn load(path: impl Into<PathBuf>) -> Result<Metadata> {
        let path = path.into();
        if !path.exists() {
            return Err(wrong(
                &path,
                None,
                "no such file; --metadata expects JSON Lines or CSV with an id for each article",
            ));
        }
        let origin = path.display().to_string();
        let bytes = RawFile::path(&origin, &path).bytes();
        let decoded =
            bytes.and_then(|bytes| encoding::decode(bytes, None).map_err(super::Fault::new));
        let text = decoded.map_err(|fault| wrong(&path, fault.line, &fault.message))?;
        Metadata::parse(&path, &text.text)
    }

    fn parse(path: &Path, text: &str) -> Result<Metadata> {
        let mut metadata = Metadata {
            path: path.to_path_buf(),
            by_id: BTreeMap::new(),
        };
        if text.trim_start().starts_with('{') {
            for (index, line) in text.lines().enumerate() {
                if line.trim().is_empty() {
                    continue;
                }
                let object = serde_json::from_str(line).map_err(|error| {
                    let message = format!("expected a JSON object in one line: {error}");
                    wrong(path, Some(index + 1), &message)
                })?;
                metadata.add(object, index + 1)?;
            }
        } else {
            metadata.add_table(text)?;
        }
        Ok(metadata)
    }

    fn add_table(&mut self, text: &str) -> Result<()> {
        let head = text.trim_start().lines().next().unwrap_or_default();
        let count = |mark: &u8| head.bytes().filter(|byte| byte == mark).count();
        let delimiter = *b"\t;,"
            .iter()
            .max_by_key(|mark| count(mark))
            .unwrap_or(&b',');
        let mut table = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let broken = |path: &Path, error: &csv::Error| {
            let line = error.position().map(|at| at.line() as usize);
            wrong(path, line, &format!("broken CSV: {error}"))
        };
        let names = table.headers().map_err(|e| broken(&self.path, &e))?.clone();
        if !names.iter().any(|name| name.eq_ignore_ascii_case("id")) {
            let message = "expected JSON Lines, or CSV whose first line names its columns, one of \
                           them id";
            return Err(wrong(&self.path, Some(1), message));
        }
        for row in table.records() {
            let row = row.map_err(|error| broken(&self.path, &error))?;
            let line = row.position().map_or(1, |at| at.line() as usize);
            let cells = names.iter().zip(&row).filter(|(_, cell)| !cell.is_empty());
            let object = cells
                .map(|(name, cell)| (name.to_owned(), Value::from(cell)))
                .collect();
            self.add(object, line)?;
        }
        Ok(())
    }

    fn add(&mut self, object: Map<String, Value>, line: usize) -> Result<()> {
        let names = Fields::default();
        let value = |names: &[String]| fields::find(&object, names).and_then(fields::short);
        let Some(id) = value(&names.id) else {
            return Err(wrong(
                &self.path,
                Some(line),
                "no id: expected a field \"id\"",
            ));
        };
        let mut meta = Meta {
            title: value(&names.title),
            date: None,
            source: value(&names.source),
            url: value(&names.url),
            language: value(&names.language),
        };
        if let Some(written) = value(&names.date) {
            meta.date = date::parse(&written);
            if meta.date.is_none() {
                let message = format!("the date \"{written}\" of \"{id}\" {}", date::EXPECTED);
                return Err(wrong(&self.path, Some(line), &message));
            }
        }
        if self.by_id.contains_key(&id) {
            let message = format!("the id \"{id}\" for the second time; keep one of the two lines");
            return Err(wrong(&self.path, Some(line), &message));
        }
        self.by_id.insert(id, meta);
        Ok(())
    }

    /// The file it was read from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The ids it knows, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(String::as_str)
    }

    /// Puts what is known about an article, by its id, over what it says itself; false when nothing
    /// is known.
    pub fn apply(&self, article: &mut Article) -> bool {
        let Some(known) = self.by_id.get(&article.id) else {
            return false;
        };
        let meta = &mut article.meta;
        for (to, from) in [
            (&mut meta.title, &known.title),
            (&mut meta.date, &known.date),
            (&mut meta.source, &known.source),
            (&mut meta.url, &known.url),
            (&mut meta.language, &known.language),
        ] {
            if from.is_some() {
                to.clone_from(from);
            }
        }
        if article.headline.is_none() {
            article.headline = known.title.as_deref().and_then(|t| first_line(article, t));
        }
        true
    }
}

/// The first line of a text, if it is the title.
fn first_line(article: &Article, title: &str) -> Option<Span> {
    let start = article.text.len() - article.text.trim_start().len();
    let line = article.text[start..].lines().next()?.trim_end();
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let span = Span::new(start, start + line.len());
    let prose = !article.skipped.iter().any(|skipped| skipped.overlaps(span));
    (prose && words(line) == words(title)).then_some(span)
}

fn wrong(path: &Path, line: Option<usize>, message: &str) -> Error {
    Error::Article {
        path: path.to_path_buf(),
        line,
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Metadata> {
        Metadata::parse(Path::new("meta"), text)
    }

    fn applied(text: &str, id: &str) -> Article {
        let mut article = Article::new(id, "Old title\n\nProse.");
        article.meta.title = Some("Old title".to_owned());
        article.meta.source = Some("AP".to_owned());
        assert!(parse(text).unwrap().apply(&mut article));
        article
    }

    #[test]
    fn json_lines_fill_and_override() {
        let text = "{\"id\": \"a\", \"title\": \"New\", \"date\": \"3 August 2022\", \"source\": null, \"licence\": \"x\"}\n\n{\"id\": 7, \"url\": \"u\"}";
        let article = applied(text, "a");
        assert_eq!(article.meta.title.as_deref(), Some("New"));
        assert_eq!(article.meta.date.as_deref(), Some("2022-08-03"));
        assert_eq!(article.meta.source.as_deref(), Some("AP"));
        assert_eq!(applied(text, "7").meta.url.as_deref(), Some("u"));
        assert_eq!(parse(text).unwrap().ids().collect::<Vec<_>>(), ["7", "a"]);
    }

    #[test]
    fn csv_with_any_delimiter() {
        for mark in [",", ";", "\t"] {
            let text = "id,Title,date\na,\"Old  title\",2022\nb,,\n".replace(',', mark);
            let article = applied(&text, "a");
            assert_eq!(article.meta.date.as_deref(), Some("2022"));
            assert_eq!(article.headline, Some(Span::new(0, 9)));
            assert_eq!(applied(&text, "b").meta.title.as_deref(), Some("Old title"));
        }
    }

    #[test]
    fn mistakes_have_their_line() {
        for (text, expected) in [
            (
                "{\"id\": \"a\"}\n{\"id\": ",
                "meta:2: expected a JSON object in one line",
            ),
            ("{\"id\": \"a\"}\n\n{\"title\": \"x\"}", "meta:3: no id"),
            (
                "{\"id\": \"a\"}\n{\"id\": \"a\"}",
                "meta:2: the id \"a\" for the second time",
            ),
            (
                "{\"id\": \"a\", \"date\": \"soon\"}",
                "meta:1: the date \"soon\" of \"a\"",
            ),
            ("name,title\nx,y\n", "meta:1: expected JSON Lines, or CSV"),
            ("id,title\na,b\nc\n", "meta:3: broken CSV"),
            ("", "meta:1: expected JSON Lines, or CSV"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        let error = Metadata::load("no/such.csv").unwrap_err().to_string();
        assert!(error.starts_with("no/such.csv: no such file"), "{error}");
    }
}
