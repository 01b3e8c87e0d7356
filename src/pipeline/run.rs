//! Many articles through the pipeline: read one after another, extracted on all threads, handed
//! over in the order in which they were read.

use super::{Extraction, Pipeline};
use crate::error::{Result, Warning};
use crate::ingest::{self, Options, Reading, Source};
use rayon::prelude::*;
use std::sync::mpsc::sync_channel;
use std::thread;

/// How many articles are under way at a time. While one round is extracted the next is read, so
/// at most three rounds are in memory, however many articles there are.
const ROUND: usize = 256;

/// What came of one article, or of what should have been one.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The file it came from; empty where a warning is all there is.
    pub origin: String,
    /// What the article says; none if it could not be read.
    pub extraction: Option<Extraction>,
    /// What a reader of the result should know, from reading and from extraction.
    pub warnings: Vec<Warning>,
}

impl Pipeline<'_> {
    /// Reads the sources and extracts each article; `each` is called in the order of the articles,
    /// whatever the number of threads. With `with_text` each record carries its text.
    ///
    /// ```
    /// use demarche::ingest::{Options, Source};
    /// use demarche::pipeline::Pipeline;
    /// use demarche::schema::Schema;
    /// let pipeline = Pipeline::new(Schema::built_in());
    /// let sources = [
    ///     Source::bytes("b.txt", *b"Talks open in Geneva\n"),
    ///     Source::bytes("a.txt", *b"Talks close in Geneva\n"),
    /// ];
    /// let mut ids = Vec::new();
    /// pipeline.run(&sources, &Options::default(), false, |step| {
    ///     ids.extend(step.extraction.map(|extraction| extraction.record.id));
    ///     Ok(())
    /// })?;
    /// assert_eq!(ids, ["b", "a"]);
    /// # Ok::<(), demarche::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// The first of `each`; of reading only with [`Options::strict`].
    pub fn run(
        &self,
        sources: &[Source],
        options: &Options,
        with_text: bool,
        mut each: impl FnMut(Step) -> Result<()>,
    ) -> Result<()> {
        let (send, rounds) = sync_channel::<Vec<Result<Reading>>>(1);
        thread::scope(|scope| {
            scope.spawn(move || {
                let mut readings = ingest::read(sources, options);
                loop {
                    let round: Vec<Result<Reading>> = readings.by_ref().take(ROUND).collect();
                    // Nobody listens any more where `each` has failed.
                    if round.is_empty() || send.send(round).is_err() {
                        return;
                    }
                }
            });
            for round in rounds {
                let step = |reading: Result<Reading>| Ok(self.step(reading?, with_text));
                let steps: Vec<Result<Step>> = round.into_par_iter().map(step).collect();
                for step in steps {
                    each(step?)?;
                }
            }
            Ok(())
        })
    }

    fn step(&self, reading: Reading, with_text: bool) -> Step {
        let mut warnings = reading.warnings;
        let Some(article) = reading.article else {
            return Step {
                origin: String::new(),
                extraction: None,
                warnings,
            };
        };
        let origin = article.origin.clone();
        let text = with_text.then(|| article.text.clone());
        let mut extraction = self.extract(article);
        extraction.record.text = text;
        warnings.append(&mut extraction.warnings);
        Step {
            origin,
            extraction: Some(extraction),
            warnings,
        }
    }
}
