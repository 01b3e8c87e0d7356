//! `demarche completions`: a script for a shell, from the definition of the command line.

use super::{Outcome, sink};
use crate::error::Result;
use clap_complete::Shell;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  demarche completions bash > ~/.local/share/bash-completion/completions/demarche"
)]
pub struct Args {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

pub fn run(args: &Args) -> Result<Outcome> {
    // Into memory first: the generator panics where a pipe is closed.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "demarche", &mut script);
    sink::print(|to| to.write_all(&script))?;
    Ok(Outcome::Done)
}
