//! The command line: what was typed becomes calls of the library, and results are printed.
//!
//! One file per subcommand, each with its arguments (`Args`) and a `run`. Results go to standard
//! output (`sink`), everything else to standard error (`terminal`). The process ends with 0
//! when done, 1 when nothing was found or a check failed, 2 on an error; a reader that goes away
//! (`| head`) ends it quietly.

mod assemble;
mod build;
mod code;
mod completions;
mod diff;
#[cfg(feature = "query")]
mod engine;
mod eval;
mod explain;
mod export;
mod extract;
mod groups;
mod import;
mod input;
mod man;
mod mark;
mod parse;
mod path;
mod push;
#[cfg(feature = "query")]
mod query;
mod rank;
mod render;
mod rows;
mod schema;
mod select;
#[cfg(feature = "query")]
mod shell;
mod sink;
mod source;
mod stats;
mod style;
mod terminal;
#[cfg(feature = "query")]
mod test;
mod timeline;
mod train;
mod uncovered;

use crate::error::{Error, Result};
use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;
use terminal::{Color, Terminal};

/// Reads news about states and leaders and builds a typed knowledge graph in which every edge
/// shows the sentence that says it
#[derive(Debug, Parser)]
#[command(
    name = "demarche",
    version,
    max_term_width = 100,
    after_help = "Example:\n  \
        demarche build articles/ -o out\n  \
        demarche explain out/graph.json Ukraine Russia\n\n\
        Exit status: 0 done, 1 nothing found or a check failed, 2 an error"
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every subcommand understands.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
struct Common {
    /// Print errors only: no warnings, no progress bar, no summary
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Tell more on standard error
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Use this many threads; all processors if not given. The output is the same for any number
    #[arg(short, long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Colour the output; auto means on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Extract(extract::Args),
    Assemble(assemble::Args),
    Export(export::Args),
    Push(push::Args),
    Render(render::Args),
    Import(import::Args),
    Explain(explain::Args),
    Stats(stats::Args),
    #[cfg(feature = "query")]
    Query(query::Args),
    #[cfg(feature = "query")]
    Shell(shell::Args),
    #[cfg(feature = "query")]
    Test(test::Args),
    Path(path::Args),
    Timeline(timeline::Args),
    Rank(rank::Args),
    Communities(groups::CommunityArgs),
    Components(groups::ComponentArgs),
    Diff(diff::Args),
    Eval(eval::Args),
    Code(code::Args),
    Parse(parse::Args),
    Train(train::Args),
    Schema(schema::Args),
    Uncovered(uncovered::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    fn run(&self, terminal: &Terminal) -> Result<Outcome> {
        match self {
            Command::Build(args) => build::run(args, terminal),
            Command::Extract(args) => extract::run(args, terminal),
            Command::Assemble(args) => assemble::run(args, terminal),
            Command::Export(args) => export::run(args, terminal),
            Command::Push(args) => push::run(args, terminal),
            Command::Import(args) => import::run(args, terminal),
            Command::Render(args) => render::run(args, terminal),
            Command::Explain(args) => explain::run(args, terminal),
            Command::Stats(args) => stats::run(args, terminal),
            #[cfg(feature = "query")]
            Command::Query(args) => query::run(args, terminal),
            #[cfg(feature = "query")]
            Command::Shell(args) => shell::run(args, terminal),
            #[cfg(feature = "query")]
            Command::Test(args) => test::run(args, terminal),
            Command::Path(args) => path::run(args, terminal),
            Command::Timeline(args) => timeline::run(args, terminal),
            Command::Rank(args) => rank::run(args, terminal),
            Command::Communities(args) => groups::run_communities(args, terminal),
            Command::Components(args) => groups::run_components(args, terminal),
            Command::Diff(args) => diff::run(args, terminal),
            Command::Eval(args) => eval::run(args, terminal),
            Command::Code(args) => code::run(args, terminal),
            Command::Parse(args) => parse::run(args, terminal),
            Command::Train(args) => train::run(args, terminal),
            Command::Schema(args) => schema::run(args, terminal),
            Command::Uncovered(args) => uncovered::run(args, terminal),
            Command::Completions(args) => completions::run(args),
            Command::Man(args) => man::run(args),
        }
    }
}

/// How a subcommand ended that met no error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// What was asked for is there.
    Done,
    /// Nothing was found, or a check failed, or two things differ.
    Nothing,
}

/// The program: reads the command line, does what it says and answers how it went.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(cli.common.quiet, cli.common.verbose, cli.common.color);
    let outcome = start_threads(cli.common.jobs).and_then(|()| cli.command.run(&terminal));
    terminal.end_progress();
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            terminal.error(&error);
            ExitCode::from(2)
        }
    }
}

/// The definition of the command line, for completions and manual pages.
fn command() -> clap::Command {
    Cli::command()
}

fn start_threads(jobs: Option<u16>) -> Result<()> {
    let Some(jobs) = jobs else { return Ok(()) };
    rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(jobs))
        .build_global()
        .map_err(|error| Error::Argument(format!("--jobs {jobs}: {error}")))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_well_defined() {
        super::command().debug_assert();
    }
}
