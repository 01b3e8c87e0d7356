//! `demarche man`: manual pages, from the definition of the command line.

use super::{Outcome, sink};
use crate::error::{Error, Result};
use crate::files::PendingFile;
use clap_mangen::Man;
use std::path::PathBuf;

/// Print the manual page, or write the pages of all subcommands into a folder
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  demarche man | man -l -\n  demarche man -o ~/.local/share/man/man1"
)]
pub struct Args {
    /// Write demarche.1, demarche-build.1 and so on into this folder
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let mut whole = super::command().disable_help_subcommand(true);
    whole.build();
    let Some(folder) = &args.output else {
        sink::print(|to| Man::new(whole).render(to))?;
        return Ok(Outcome::Done);
    };
    std::fs::create_dir_all(folder).map_err(Error::io("create the folder", folder))?;
    for page in pages(whole).into_iter().map(Man::new) {
        let path = folder.join(page.get_filename());
        let mut file = PendingFile::create(&path)?;
        page.render(&mut file).map_err(Error::io("write", &path))?;
        file.commit()?;
    }
    Ok(Outcome::Done)
}

/// A command and all below it.
fn pages(command: clap::Command) -> Vec<clap::Command> {
    let below: Vec<clap::Command> = command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .flat_map(|sub| pages(sub.clone()))
        .collect();
    std::iter::once(command).chain(below).collect()
}
