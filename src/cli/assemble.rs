//! `demarche assemble`: records become one graph.

use super::sink::Sink;
use super::terminal::Terminal;
use super::{Outcome, schema, source};
use crate::error::{Error, Result, Warning};
use crate::graph::Assembly;
use crate::record::{Record, Row, rows};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Merge records into one graph
///
/// The order of the records does not matter, nor does a record that comes twice: the same records
/// give the same bytes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche assemble records.jsonl > graph.json\n  \
        demarche assemble monday.jsonl tuesday.jsonl --without retracted-story -o graph.json")]
pub struct Args {
    /// Files of records (JSON Lines, or a record as .json), folders of such, or - for standard input
    #[arg(required = true)]
    records: Vec<PathBuf>,
    /// Leave this document out, as if it had never been read; may be given again
    #[arg(long, value_name = "DOC-ID")]
    without: Vec<String>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A schema folder of your own instead of the built-in one
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let schema = schema::load(args.schema.as_deref())?;
    let mut sink = Sink::open(args.output.as_deref())?;
    let mut gathering = Gathering {
        assembly: Assembly::new(schema.ontology.clone()),
        without: args.without.iter().map(String::as_str).collect(),
        left_out: BTreeSet::new(),
        seen: BTreeMap::new(),
        terminal,
    };
    for path in files(&args.records)? {
        gathering.add_file(&path)?;
    }
    for id in gathering.without.difference(&gathering.left_out) {
        terminal.warn(&Warning {
            place: "--without".to_owned(),
            line: None,
            message: format!("no record has the id {id:?}; nothing was left out for it"),
        });
    }
    let graph = gathering.assembly.finish();
    sink.put(|to| graph.write_json(to))?;
    sink.finish()?;
    if graph.entity_count() == 0 {
        terminal.nothing("the graph is empty: no record has an entity");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

/// The files that are meant: of a folder its `.json` and `.jsonl` files in the order of their names.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        for entry in std::fs::read_dir(path).map_err(Error::io("read", path))? {
            let file = entry.map_err(Error::io("read", path))?.path();
            if file
                .extension()
                .is_some_and(|e| e == "json" || e == "jsonl")
            {
                found.push(file);
            }
        }
        if found.is_empty() {
            return Err(Error::Record {
                path: path.clone(),
                line: None,
                message: "the folder holds no *.json or *.jsonl files; name the files of records"
                    .to_owned(),
            });
        }
        found.sort();
        files.append(&mut found);
    }
    Ok(files)
}

/// How many records are parsed at a time; bounds what is in memory beside the graph.
const ROUND: usize = 512;

/// What has been read so far.
struct Gathering<'a> {
    assembly: Assembly,
    without: BTreeSet<&'a str>,
    left_out: BTreeSet<&'a str>,
    /// By document id: a digest of its record, and where that stands.
    seen: BTreeMap<String, (u64, String)>,
    terminal: &'a Terminal,
}

impl Gathering<'_> {
    fn add_file(&mut self, path: &Path) -> Result<()> {
        let bytes = source::bytes(path)?;
        let rows = rows(&bytes, path)?;
        self.terminal
            .note(format_args!("{}: {} records", path.display(), rows.len()));
        for round in rows.chunks(ROUND) {
            let read = |row: &Row<'_>| row.record().map(|record| (digest(&record), record));
            let records: Vec<Result<(u64, Record)>> = round.par_iter().map(read).collect();
            for (row, record) in round.iter().zip(records) {
                let (digest, record) = record?;
                self.add(path, row, digest, &record)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &Path, row: &Row<'_>, digest: u64, record: &Record) -> Result<()> {
        if let Some(&id) = self.without.get(record.id.as_str()) {
            self.left_out.insert(id);
            return Ok(());
        }
        let (place, line) = (path.display().to_string(), row.line());
        match self.seen.get(&record.id) {
            Some((known, _)) if *known == digest => return Ok(()),
            Some((_, first)) => self.terminal.warn(&Warning {
                message: format!(
                    "another record of the document {:?}, which stands at {first} with other \
                     content; both are in the graph",
                    record.id
                ),
                place,
                line: Some(line),
            }),
            None => {
                let here = (digest, format!("{place}:{line}"));
                self.seen.insert(record.id.clone(), here);
            }
        }
        self.assembly
            .add_record(record)
            .map_err(|message| row.wrong(message))
    }
}

/// Tells two records apart.
fn digest(record: &Record) -> u64 {
    let mut hasher = DefaultHasher::new();
    let json = serde_json::to_vec(record).expect("a record is plain data");
    json.hash(&mut hasher);
    hasher.finish()
}
