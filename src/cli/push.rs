//! `demarche push`: a graph into a running Neo4j.

use super::select::SelectArgs;
use super::style::counted;
use super::terminal::Terminal;
use super::{Outcome, source};
use crate::error::{Error, Result};
use crate::export::push::{self, Login, Pushed, Target};
use console::Term;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Write a graph into a running Neo4j
///
/// Makes what the script of `export --to cypher` makes: constraints first, then nodes, then edges,
/// each merged by its id. What is there as it should be is compared and left alone, so that the same
/// command, given again after a break, goes on where it was broken off, and a graph that has grown
/// costs what is new. Nothing is deleted: also what an earlier graph brought and this one no longer
/// has stays in the database. Where the server is busy or gone, a batch is tried again for half a minute.
///
/// The user is --user, else NEO4J_USERNAME, else neo4j. The password is in --password-file, else in
/// NEO4J_PASSWORD, else it is asked for on the terminal.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche push out/graph.json neo4j://localhost:7687\n  \
        demarche push out/graph.json neo4j+s://graph.example/news --user editor\n  \
        demarche push out/graph.json bolt://localhost --no-auth --around Ukraine --depth 2\n\n\
        Exit status: 1 when the part that is asked for is empty\n\n\
        It needs a build with `--features neo4j`")]
pub struct Args {
    /// The graph.json or graph.demarche, or - for standard input
    graph: PathBuf,
    /// SCHEME://HOST[:PORT][/DATABASE]; the scheme is neo4j, or bolt for exactly this server, with +s
    /// where it is encrypted, with +ssc where its certificate is its own and not to be checked
    address: String,
    /// Who writes
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// A file whose first line is the password
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The server asks for no password
    #[arg(long, conflicts_with_all = ["user", "password_file"])]
    no_auth: bool,
    /// How many nodes or edges are one transaction; a server with little memory wants fewer
    #[arg(long, value_name = "N", default_value = "2000")]
    batch: NonZeroUsize,
    #[command(flatten)]
    select: SelectArgs,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    push::available()?;
    let target = Target::parse(&args.address)?;
    let login = args.login()?;
    // Before a large graph is read: a wrong password need not wait for it.
    let mut server = push::connect(&target, &login)?;
    let graph = args.select.select(source::graph(&args.graph)?)?;
    if graph.entity_count() == 0 {
        terminal.nothing("nothing is left: the graph, or the part that is asked for, is empty");
        return Ok(Outcome::Nothing);
    }
    terminal.start_rows(push::rows(&graph));
    let mut progress = |done| terminal.show_rows(done);
    let pushed = push::push(&graph, server.as_mut(), args.batch, &mut progress)?;
    terminal.end_progress();
    terminal.summary(summary(pushed));
    Ok(Outcome::Done)
}

impl Args {
    fn login(&self) -> Result<Login> {
        if self.no_auth {
            return Ok(Login::Open);
        }
        let user = match &self.user {
            Some(user) => user.clone(),
            None => variable("NEO4J_USERNAME")?.unwrap_or_else(|| "neo4j".to_owned()),
        };
        let password = match &self.password_file {
            Some(path) => first_line(path)?,
            None => match variable("NEO4J_PASSWORD")? {
                Some(password) => password,
                None => ask(&user)?,
            },
        };
        Ok(Login::Basic { user, password })
    }
}

fn variable(name: &str) -> Result<Option<String>> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        // The value itself is not for an error text.
        Err(_) => Err(Error::Argument(format!("{name} is not text in UTF-8"))),
    }
}

fn first_line(path: &Path) -> Result<String> {
    let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Asks on the terminal, without showing what is typed.
fn ask(user: &str) -> Result<String> {
    let term = Term::stderr();
    if !term.is_term() {
        let message = format!(
            "no password for {user:?}, and no terminal to ask on: set NEO4J_PASSWORD, or give \
             --password-file, or --no-auth where the server wants none"
        );
        return Err(Error::Argument(message));
    }
    let asked = term.write_str(&format!("Password of {user}: "));
    let line = asked.and_then(|()| term.read_secure_line());
    line.map_err(Error::io("read", "the terminal"))
}

fn summary(of: Pushed) -> String {
    let counted = |count: u64, noun| counted(usize::try_from(count).unwrap_or(usize::MAX), noun);
    format!(
        "{} and {} written; {} and {} were there as they should be",
        counted(of.nodes.written, "node"),
        counted(of.edges.written, "edge"),
        of.nodes.unchanged,
        of.edges.unchanged,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::push::Counts;

    #[test]
    fn the_summary_counts_what_was_written_and_what_was_there() {
        let pushed = Pushed {
            nodes: Counts {
                written: 1,
                unchanged: 7,
            },
            edges: Counts {
                written: 12,
                unchanged: 0,
            },
        };
        assert_eq!(
            summary(pushed),
            "1 node and 12 edges written; 7 and 0 were there as they should be"
        );
    }
}
