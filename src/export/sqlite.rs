//! A [SQLite](https://www.sqlite.org/fileformat2.html) database: `entities`, `aliases`, `appearances`,
//! `relations`, `evidence`, `documents`, and for each relation type a view with the names of both ends
//! (`SELECT source, target, date FROM signed`).
//!
//! - The views hold all that is said, also what is denied or planned: `polarity` and `modality` say so.
//!   A view whose name is taken gets `of_` in front.
//! - Texts are whole, and what is missing is NULL. Lists are rows of `aliases`, `appearances` and
//!   `evidence`.
//! - The file is made beside the temporary files of the system and then copied to where it goes.

use super::{Exporter, Options, Output, write_file};
use crate::error::Result;
use crate::graph::{Edge, Graph};
use crate::schema::Ontology;
use rusqlite::{Connection, params};
use std::fs::File;
use std::io::{self, Write};

/// SQLite.
pub(super) struct Sqlite;

impl Exporter for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn about(&self) -> &'static str {
        "a database with a view for each relation; for any SQL tool"
    }

    fn files(&self) -> &'static [&'static str] {
        &["graph.sqlite"]
    }

    fn export_with(&self, graph: &Graph, _: &Options, out: &mut dyn Output) -> Result<()> {
        write_file(out, "graph.sqlite", |to| write(graph, to))
    }
}

const TABLES: &str = "
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA encoding = 'UTF-8';
PRAGMA user_version = 1;
BEGIN;
CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT, date TEXT, source TEXT, url TEXT, language TEXT, hash TEXT
) WITHOUT ROWID;
CREATE TABLE entities (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, key TEXT, mentions INTEGER NOT NULL,
    documents INTEGER NOT NULL, first_date TEXT, last_date TEXT
) WITHOUT ROWID;
CREATE TABLE aliases (
    entity TEXT NOT NULL REFERENCES entities, alias TEXT NOT NULL, PRIMARY KEY (entity, alias)
) WITHOUT ROWID;
CREATE TABLE appearances (
    entity TEXT NOT NULL REFERENCES entities, document TEXT NOT NULL REFERENCES documents,
    mentions INTEGER NOT NULL, PRIMARY KEY (entity, document)
) WITHOUT ROWID;
CREATE TABLE relations (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, source TEXT NOT NULL REFERENCES entities,
    target TEXT NOT NULL REFERENCES entities, polarity TEXT NOT NULL, modality TEXT NOT NULL,
    weight INTEGER NOT NULL, first_date TEXT, last_date TEXT, value TEXT, role TEXT, date TEXT,
    confidence REAL, plover TEXT, quote TEXT
) WITHOUT ROWID;
CREATE TABLE evidence (
    relation TEXT NOT NULL REFERENCES relations, number INTEGER NOT NULL,
    document TEXT NOT NULL REFERENCES documents, start INTEGER NOT NULL, end INTEGER NOT NULL,
    quote TEXT, trigger_start INTEGER, trigger_end INTEGER, attributed_to TEXT REFERENCES entities,
    value TEXT, date TEXT, role TEXT, frame TEXT, confidence REAL, plover TEXT, content TEXT,
    PRIMARY KEY (relation, number)
) WITHOUT ROWID;
";

const INDEXES: &str = "
CREATE INDEX entities_by_name ON entities (name);
CREATE INDEX aliases_by_alias ON aliases (alias);
CREATE INDEX appearances_by_document ON appearances (document);
CREATE INDEX relations_by_type ON relations (type, source, target);
CREATE INDEX relations_by_source ON relations (source);
CREATE INDEX relations_by_target ON relations (target);
CREATE INDEX evidence_by_document ON evidence (document);
COMMIT;
";

fn write(graph: &Graph, to: &mut dyn Write) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("graph.sqlite");
    let mut database = Connection::open(&path).map_err(io::Error::other)?;
    fill(graph, &mut database).map_err(io::Error::other)?;
    let closed = database.close();
    closed.map_err(|(_, error)| io::Error::other(error))?;
    io::copy(&mut File::open(&path)?, to)?;
    Ok(())
}

fn fill(graph: &Graph, database: &mut Connection) -> rusqlite::Result<()> {
    database.execute_batch(TABLES)?;
    let mut row = database.prepare("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    for (id, of) in graph.documents() {
        row.execute(params![
            id.as_str(),
            of.title,
            of.date,
            of.source,
            of.url,
            of.language,
            of.hash
        ])?;
    }
    let ontology = graph.ontology();
    let mut row = database.prepare("INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut aliases = database.prepare("INSERT INTO aliases VALUES (?, ?)")?;
    let mut appearances = database.prepare("INSERT INTO appearances VALUES (?, ?, ?)")?;
    for of in graph.entities() {
        let kind = &ontology.entity_info(of.kind()).name;
        let (mentions, documents) = (of.mention_count() as i64, of.appearances().len() as i64);
        let (first, last) = (of.first_date(), of.last_date());
        row.execute(params![
            of.id().as_str(),
            kind,
            of.name(),
            of.key(),
            mentions,
            documents,
            first,
            last
        ])?;
        for alias in of.aliases() {
            aliases.execute(params![of.id().as_str(), alias])?;
        }
        for (document, appearance) in of.appearances() {
            appearances.execute(params![
                of.id().as_str(),
                document.as_str(),
                appearance.mentions
            ])?;
        }
    }
    let marks = |count: usize| vec!["?"; count].join(", ");
    let mut row = database.prepare(&format!("INSERT INTO relations VALUES ({})", marks(15)))?;
    let mut evidence = database.prepare(&format!("INSERT INTO evidence VALUES ({})", marks(16)))?;
    for Edge {
        source,
        relation: of,
        target,
    } in graph.relations()
    {
        row.execute(params![
            of.id(),
            ontology.relation_info(of.kind()).name,
            source.id().as_str(),
            target.id().as_str(),
            of.polarity().as_str(),
            of.modality().as_str(),
            of.weight() as i64,
            of.first_date(),
            of.last_date(),
            of.value(),
            of.role(),
            of.date(),
            of.confidence(),
            of.plover(),
            of.quote(),
        ])?;
        for (index, piece) in of.evidence().enumerate() {
            evidence.execute(params![
                of.id(),
                index as i64 + 1,
                piece.document.as_str(),
                piece.span.start,
                piece.span.end,
                Some(&piece.quote).filter(|quote| !quote.is_empty()),
                piece.trigger.map(|span| span.start),
                piece.trigger.map(|span| span.end),
                piece.attributed_to.as_deref(),
                piece.value,
                piece.date,
                piece.role,
                piece.frame.as_deref(),
                piece.confidence.map(f64::from),
                piece.plover.as_deref(),
                piece.content,
            ])?;
        }
    }
    drop((row, evidence, aliases, appearances));
    database.execute_batch(&views(ontology))?;
    database.execute_batch(INDEXES)
}

/// A view for each relation type. Names of types are words of ASCII; SQL does not tell their cases.
fn views(ontology: &Ontology) -> String {
    let tables = [
        "documents",
        "entities",
        "aliases",
        "appearances",
        "relations",
        "evidence",
    ];
    let mut taken: Vec<String> = tables.map(str::to_owned).to_vec();
    let mut views = String::new();
    for kind in ontology.relations() {
        let name = &ontology.relation_info(kind).name;
        let mut view = name.clone();
        while taken.contains(&view.to_lowercase()) || view.to_lowercase().starts_with("sqlite_") {
            view = format!("of_{view}");
        }
        taken.push(view.to_lowercase());
        views.push_str(&format!(
            "CREATE VIEW \"{view}\" AS\n    \
             SELECT s.name AS source, t.name AS target, r.polarity, r.modality, r.weight, \
             r.first_date, r.last_date,\n        r.value, r.role, r.date, r.confidence, r.quote, \
             r.id, r.source AS source_id, r.target AS target_id\n    \
             FROM relations r JOIN entities s ON s.id = r.source JOIN entities t ON t.id = r.target\n    \
             WHERE r.type = '{name}';\n"
        ));
    }
    views
}
