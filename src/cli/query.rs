//! `demarche query`: a question to the graph in openCypher.

use super::engine::{Answer, Engine, Reader};
use super::export::format_names;
use super::rows::Format;
use super::sink::Sink;
use super::terminal::Terminal;
use super::{Outcome, source};
use crate::error::{Error, Result};
use crate::export::{Folder, Options, Stream, exporter};
use crate::graph::Graph;
use crate::query::Limits;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Ask the graph a question in openCypher
///
/// Labels are the entity types (and parents such as Actor), types of relationships the relation types in any
/// case: (:Country)-[:DEMANDS]->(:Proposal). What is known of an entity or a relation is a property, the
/// sentences that say it the property `evidence`. The graph is only read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche query out/graph.json 'MATCH (c:Country)-[s:SIGNED]->(a) RETURN c.name, a.name, s.quote'\n  \
        demarche query out/graph.json 'MATCH (c {name: $name})--(x) RETURN DISTINCT x.name' --param name=Ukraine\n  \
        demarche query out/graph.json --file question.cypher --format csv > answer.csv\n  \
        demarche query out/graph.json 'MATCH p = (:Person)-[:DEMANDS]->() RETURN p' --to dot | dot -Tsvg > p.svg\n  \
        demarche query out/graph.json 'EXPLAIN MATCH (a)-->(b) RETURN count(*)'\n\n\
        Exit status: 1 when no row comes")]
pub struct Args {
    /// The graph.json or graph.demarche, or - for standard input
    graph: PathBuf,
    /// The question; it may begin with EXPLAIN or PROFILE
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    query: Option<String>,
    /// Read the question from this file
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    asking: AskArgs,
    /// How to print the rows; graph writes the entities and relations in them with --to
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: QueryFormat,
    /// Write the entities and relations of the rows as a graph in this format
    #[arg(long, value_name = "FORMAT", value_parser = format_names())]
    to: Option<String>,
    /// Write that graph to this file, or into this folder
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

/// Parameters and limits.
#[derive(Debug, clap::Args)]
pub struct AskArgs {
    /// The value of $NAME in the question: JSON, or else text; may be given several times
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, Value)>,
    /// Read values from this JSON file, {"NAME": VALUE, ...}
    #[arg(long = "params", value_name = "FILE")]
    parameter_file: Option<PathBuf>,
    /// Give up after this time: 10s, 500ms, 2m
    #[arg(long, value_name = "TIME", value_parser = duration)]
    timeout: Option<Duration>,
    /// Give up at more rows than this
    #[arg(long, value_name = "N")]
    max_rows: Option<usize>,
}

/// How the answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum QueryFormat {
    #[default]
    Table,
    Csv,
    Json,
    Jsonl,
    Markdown,
    Graph,
}

/// `name=value`: the value as JSON where it is, else as text.
pub fn parameter(text: &str) -> Result<(String, Value), String> {
    let Some((name, value)) = text.split_once('=') else {
        return Err("name=value is needed, such as country=Ukraine or n=5".to_owned());
    };
    let name = name.trim().trim_start_matches('$');
    if name.is_empty() {
        return Err("a name is needed before the =".to_owned());
    }
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    Ok((name.to_owned(), value))
}

fn duration(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<u64>().ok().map(Duration::from_secs);
    let friendly = || text.parse::<jiff::SignedDuration>().ok()?.try_into().ok();
    seconds
        .or_else(friendly)
        .ok_or_else(|| "a time such as 10s, 500ms or 2m is needed".to_owned())
}

impl AskArgs {
    /// The values of parameters; those on the command line count over those of the file.
    ///
    /// # Errors
    /// [`Error::Argument`] when the file holds no object, [`Error::Io`] when there is none.
    pub fn parameters(&self) -> Result<Map<String, Value>> {
        let mut all = Map::new();
        if let Some(path) = &self.parameter_file {
            let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
            all = serde_json::from_str(&text).map_err(|error| {
                let path = path.display();
                Error::Argument(format!(
                    "{path}: a JSON object {{\"name\": value, ...}} is needed: {error}"
                ))
            })?;
        }
        all.extend(self.parameters.iter().cloned());
        Ok(all)
    }

    /// What the query may cost.
    pub fn limits(&self) -> Limits {
        Limits {
            timeout: self.timeout,
            max_rows: self.max_rows,
        }
    }
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let query = match (&args.file, &args.query) {
        (Some(path), _) => std::fs::read_to_string(path).map_err(Error::io("read", path))?,
        (None, query) => query.clone().unwrap_or_default(),
    };
    let parameters = args.asking.parameters()?;
    let graph = source::lasting_graph(&args.graph)?;
    let engine = Engine::new(graph).now();
    let limits = args.asking.limits();
    let ask = |reader| {
        let answer = engine.run(&query, &parameters, &limits, reader);
        if let Ok(answer) = &answer {
            warn(answer, &query, terminal);
        }
        answer.map_err(|problem| Error::Argument(problem.shown(&query, terminal.errors())))
    };
    let format = match (&args.to, args.format) {
        (Some(_), _) | (None, QueryFormat::Graph) => {
            let to = args.to.as_deref().unwrap_or("json");
            let answer = ask(Reader::Person)?;
            return write_graph(graph, &answer, to, args.output.as_deref(), terminal);
        }
        (None, QueryFormat::Table) => Format::Table,
        (None, QueryFormat::Csv) => Format::Csv,
        (None, QueryFormat::Json) => Format::Json,
        (None, QueryFormat::Jsonl) => Format::Jsonl,
        (None, QueryFormat::Markdown) => Format::Markdown,
    };
    print(&ask(reader(format))?, format, terminal)
}

/// Prints the rows of an answer.
pub fn print(answer: &Answer, format: Format, terminal: &Terminal) -> Result<Outcome> {
    if answer.rows.rows.is_empty() {
        terminal.nothing("no rows");
    }
    answer.rows.print(format, terminal)
}

/// Prints what the query names that the graph does not have.
pub fn warn(answer: &Answer, query: &str, terminal: &Terminal) {
    for notice in &answer.notices {
        terminal.warn(notice.shown(query, terminal.errors()));
    }
}

/// Who reads a format.
pub fn reader(format: Format) -> Reader {
    match format {
        Format::Json | Format::Jsonl => Reader::Program,
        Format::Table | Format::Csv | Format::Markdown => Reader::Person,
    }
}

/// Writes the entities and relations of an answer in the format of an exporter.
fn write_graph(
    graph: &Graph,
    answer: &Answer,
    to: &str,
    output: Option<&Path>,
    terminal: &Terminal,
) -> Result<Outcome> {
    let exporter = exporter(to)?;
    let part = graph.subgraph(&answer.nodes, &answer.edges);
    let files = exporter.files();
    let options = Options::default();
    match output {
        Some(path) if files.len() > 1 || path.is_dir() => {
            let mut folder = Folder::new(path)?;
            exporter.export_with(&part, &options, &mut folder)?;
            folder.commit()?;
        }
        None if files.len() > 1 => {
            let files = files.join(", ");
            let message =
                format!("{to} makes several files ({files}): name a folder for them with -o");
            return Err(Error::Argument(message));
        }
        path => {
            let sink = Sink::open(path)?;
            let place = sink.place().to_path_buf();
            let mut stream = Stream::new(sink, place);
            exporter.export_with(&part, &options, &mut stream)?;
            stream.into_inner().finish()?;
        }
    }
    if part.entity_count() == 0 {
        terminal
            .nothing("no entity or relation is in the rows: return them whole, as in RETURN a, r");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}
