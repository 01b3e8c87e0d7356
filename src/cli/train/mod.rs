//! `demarche train`: the parameters of the trained stages, from annotated text.

mod annotated;
mod manners;
mod names;
mod relations;
mod syntax;

use super::Outcome;
use super::terminal::Terminal;
use crate::error::{Error, Result};
use crate::files::PendingFile;
use clap::Subcommand;
use std::io::Write;
use std::path::Path;

/// Train the parameters of a stage from annotated text
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:\n  \
        demarche train syntax en_ewt-train.conllu en_gum-train.conllu -o models/syntax.bin\n  \
        demarche train names gold/train -o models/names.bin\n  \
        demarche train relations gold/train -o models/relations.bin\n  \
        demarche train manners gold/train -o models/manners.bin"
)]
pub struct Args {
    #[command(subcommand)]
    stage: Stage,
}

#[derive(Debug, Subcommand)]
enum Stage {
    Syntax(syntax::Args),
    Names(names::Args),
    Relations(relations::Args),
    Manners(manners::Args),
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    match &args.stage {
        Stage::Syntax(args) => syntax::run(args, terminal),
        Stage::Names(args) => names::run(args, terminal),
        Stage::Relations(args) => relations::run(args, terminal),
        Stage::Manners(args) => manners::run(args, terminal),
    }
}

/// Writes what `make` makes; the file is begun first, so that a folder that is missing shows
/// before an hour has gone by.
fn write(path: &Path, make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Outcome> {
    let mut file = PendingFile::create(path)?;
    let bytes = make()?;
    file.write_all(&bytes).map_err(Error::io("write", path))?;
    file.commit()?;
    Ok(Outcome::Done)
}
