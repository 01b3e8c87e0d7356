//! `demarche shell`: one question after another, with history and completion.
//!
//! A question ends with `;` or an empty line. On a terminal lines are edited through rustyline; without one
//! they are read from standard input, so that a file of questions can be piped in.

mod complete;
mod statement;

use super::engine::Engine;
use super::query::{AskArgs, parameter, print, reader, warn};
use super::rows::{Format, Rows};
use super::style::counted;
use super::terminal::Terminal;
use super::{Outcome, sink, source, stats};
use crate::error::{Error, Result};
use clap::ValueEnum;
use complete::Words;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{CompletionType, Config, Editor};
use serde_json::{Map, Value, json};
use statement::Statement;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

/// Ask one question after another, with history and completion
///
/// A question ends with ; or an empty line. Tab completes keywords, labels, types, properties and names.
/// Without a terminal, questions are read from standard input.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche shell out/graph.json\n  \
        demarche shell out/graph.json --format csv < questions.cypher\n\n\
        \\help shows what else it understands.\n\n\
        Exit status: 1 when a question read from standard input had an error")]
pub struct Args {
    /// The graph.json
    graph: PathBuf,
    #[command(flatten)]
    asking: AskArgs,
    /// How to print rows
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

/// What the shell understands beside questions.
const COMMANDS: [(&str, &str); 5] = [
    ("\\help", "this page"),
    (
        "\\schema",
        "labels, types and properties, with how many there are",
    ),
    (
        "\\format FORMAT",
        "how to print rows: table, csv, json, jsonl, markdown",
    ),
    (
        "\\param NAME=VALUE",
        "set $NAME for the questions that follow; alone, show what is set",
    ),
    ("\\quit", "leave; so does Ctrl-D"),
];

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    if args.graph == Path::new("-") {
        let message = "the shell reads questions from standard input: name a file for the graph";
        return Err(Error::Argument(message.to_owned()));
    }
    let graph = source::lasting_graph(&args.graph)?;
    let mut shell = Shell {
        engine: Engine::new(graph).now(),
        parameters: args.asking.parameters()?,
        format: args.format,
        args,
        terminal,
    };
    match std::io::stdin().is_terminal() {
        true => shell.edit(),
        false => shell.read(std::io::stdin().lock()),
    }
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Again,
    Quit,
}

struct Shell<'a> {
    engine: Engine<'a>,
    parameters: Map<String, Value>,
    format: Format,
    args: &'a Args,
    terminal: &'a Terminal,
}

impl Shell<'_> {
    /// Questions from a terminal.
    fn edit(&mut self) -> Result<Outcome> {
        let config = Config::builder();
        let config = config
            .completion_type(CompletionType::List)
            .auto_add_history(false)
            .build();
        let editor: Result<Editor<Words, DefaultHistory>, _> = Editor::with_config(config);
        let mut editor = editor.map_err(lost)?;
        editor.set_helper(Some(Words::of(&self.engine)));
        let history = history_file();
        if let Some(path) = &history {
            // There is none the first time.
            let _ = editor.load_history(path);
        }
        self.terminal
            .nothing("\\help shows what can be done; a question ends with ; or an empty line");
        loop {
            let text = match editor.readline("demarche> ") {
                Ok(text) => text,
                Err(ReadlineError::Interrupted) => continue,
                Err(ReadlineError::Eof) => return Ok(Outcome::Done),
                Err(error) => return Err(lost(error)),
            };
            if text.trim().is_empty() {
                continue;
            }
            let kept = editor.add_history_entry(text.trim_end());
            if let (Ok(true), Some(path)) = (kept, &history) {
                // A history that cannot be written is no reason to stop.
                let _ = editor.append_history(path);
            }
            match self.answer(&text) {
                Ok(Next::Quit) => return Ok(Outcome::Done),
                Ok(Next::Again) => {}
                Err(error) if error.is_broken_pipe() => return Err(error),
                Err(error) => self.terminal.error(&error),
            }
        }
    }

    /// Questions from a file or a pipe: all are asked, also behind one that is wrong.
    fn read(&mut self, from: impl BufRead) -> Result<Outcome> {
        let mut outcome = Outcome::Done;
        let mut statement = Statement::default();
        let lines = from.lines().map(Some).chain(std::iter::once_with(|| None));
        for text in lines.map(Option::transpose) {
            let text = text.map_err(Error::io("read", "standard input"))?;
            let whole = match text {
                Some(text) => statement.push(&text),
                None => statement.rest(),
            };
            let Some(whole) = whole else { continue };
            match self.answer(&whole) {
                Ok(Next::Quit) => break,
                Ok(Next::Again) => {}
                Err(error @ Error::Argument(_)) => {
                    self.terminal.error(&error);
                    outcome = Outcome::Nothing;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(outcome)
    }

    /// Answers a question or does what a command says.
    fn answer(&mut self, text: &str) -> Result<Next> {
        let text = text.trim().trim_end_matches(';').trim_end();
        if let Some(command) = text.strip_prefix('\\') {
            let (name, rest) = command
                .split_once(char::is_whitespace)
                .unwrap_or((command, ""));
            return self.command(name, rest.trim());
        }
        if text.is_empty() {
            return Ok(Next::Again);
        }
        let limits = self.args.asking.limits();
        let answer = self
            .engine
            .run(text, &self.parameters, &limits, reader(self.format));
        let answer = answer
            .map_err(|problem| Error::Argument(problem.shown(text, self.terminal.errors())))?;
        warn(&answer, text, self.terminal);
        print(&answer, self.format, self.terminal)?;
        let count = answer.rows.rows.len();
        if self.terminal.width().is_some() && count > 0 {
            self.terminal.nothing(counted(count, "row"));
        }
        Ok(Next::Again)
    }

    fn command(&mut self, name: &str, rest: &str) -> Result<Next> {
        match (name, rest) {
            ("quit" | "q" | "exit", _) => return Ok(Next::Quit),
            ("help" | "h" | "?", _) => {
                let mut rows = Rows::new(["command", "what it does"]);
                rows.rows
                    .extend(COMMANDS.map(|(command, about)| vec![json!(command), json!(about)]));
                rows.print(Format::Table, self.terminal)?;
            }
            ("schema", _) => self.schema()?,
            ("format", "") => self.say(format_name(self.format))?,
            ("format", format) => {
                self.format = Format::from_str(format, true).map_err(|_| {
                    let known = Format::value_variants()
                        .iter()
                        .map(|format| format_name(*format));
                    let known = known.collect::<Vec<_>>().join(", ");
                    Error::Argument(format!("no format {format:?}; there are {known}"))
                })?;
            }
            ("param", "") => {
                let mut rows = Rows::new(["name", "value"]);
                let set = self.parameters.iter();
                rows.rows.extend(set.map(|(name, value)| {
                    vec![json!(format!("${name}")), json!(value.to_string())]
                }));
                rows.print(Format::Table, self.terminal)?;
            }
            ("param", rest) => {
                let (name, value) = parameter(rest).map_err(Error::Argument)?;
                self.parameters.insert(name, value);
            }
            _ => {
                let commands =
                    COMMANDS.map(|(command, _)| command.split(' ').next().unwrap_or(command));
                let message = format!("no command \\{name}; there are {}", commands.join(", "));
                return Err(Error::Argument(message));
            }
        }
        Ok(Next::Again)
    }

    fn say(&self, text: &str) -> Result<()> {
        sink::print(|to| writeln!(to, "{text}"))
    }

    /// What can stand in a question.
    fn schema(&self) -> Result<()> {
        let graph = self.engine.graph;
        let mut labels = Rows::new(["label", "entities"]);
        let counts = stats::entity_counts(graph).into_iter();
        labels
            .rows
            .extend(counts.map(|(name, count)| vec![json!(name), json!(count)]));
        let mut types = Rows::new(["type", "relations", "from", "to"]);
        for (name, count) in stats::relation_counts(graph) {
            let kind = graph.ontology().relation(&name);
            let info = graph
                .ontology()
                .relation_info(kind.expect("it was counted"));
            let target = if info.target.is_empty() {
                "any".to_owned()
            } else {
                info.target.join(", ")
            };
            let name = name.to_uppercase();
            types.rows.push(vec![
                json!(name),
                json!(count),
                json!(info.source.join(", ")),
                json!(target),
            ]);
        }
        labels.print(Format::Table, self.terminal)?;
        self.say("")?;
        types.print(Format::Table, self.terminal)?;
        let [_, _, properties] = self.engine.names();
        let properties = properties.join(", ");
        if !properties.is_empty() {
            self.say(&format!("\nproperties: {properties}"))?;
        }
        Ok(())
    }
}

/// The name of a format as it is typed.
fn format_name(format: Format) -> &'static str {
    match format {
        Format::Table => "table",
        Format::Csv => "csv",
        Format::Json => "json",
        Format::Jsonl => "jsonl",
        Format::Markdown => "markdown",
    }
}

/// What went wrong with the terminal.
fn lost(error: ReadlineError) -> Error {
    let source = match error {
        ReadlineError::Io(error) => error,
        error => std::io::Error::other(error.to_string()),
    };
    Error::io("read", "the terminal")(source)
}

/// Where the history is kept: in the user's data folder, which is made if it is missing.
fn history_file() -> Option<PathBuf> {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
    };
    let data = set("XDG_DATA_HOME")
        .or_else(|| set("APPDATA"))
        .or_else(|| Some(set("HOME")?.join(".local/share")))?;
    let folder = data.join("demarche");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}
