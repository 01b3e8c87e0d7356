//! `demarche schema`: what the program knows, as tables, and whether a folder of one's own is right.

use super::terminal::Terminal;
use super::{Outcome, sink};
use crate::error::Result;
use crate::schema::{Ontology, Predicate, Schema};
use clap::Subcommand;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Show the types and signatures, or check a schema folder
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:\n  \
        demarche schema show\n  \
        demarche schema check my-schema/"
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Show(Show),
    Check(Check),
}

/// Print the entity types, and the relation types with what they may join
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche schema show\n  \
        demarche schema show --gazetteer --schema my-schema/")]
struct Show {
    /// A schema folder of your own instead of the built-in one
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Print the predicates that give relations
    #[arg(long)]
    frames: bool,
    /// Print how many names the gazetteer knows, by type
    #[arg(long)]
    gazetteer: bool,
}

/// Check a schema folder; a mistake is named with file and line
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  demarche schema check my-schema/")]
struct Check {
    /// The folder with ontology.toml, frames.toml and gazetteer/*.csv
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    match &args.action {
        Action::Show(show) => {
            let schema = load(show.schema.as_deref())?;
            sink::print(|to| {
                if show.frames {
                    print_frames(&schema, to)?;
                }
                if show.gazetteer {
                    print_gazetteer(&schema, to)?;
                }
                if !show.frames && !show.gazetteer {
                    print_types(&schema.ontology, to)?;
                }
                Ok(())
            })?;
        }
        Action::Check(check) => {
            let schema = Schema::load(&check.folder)?;
            if !terminal.is_quiet() {
                sink::print(|to| print_check(&check.folder, &schema, to))?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// The schema of a folder, or the built-in one.
pub fn load(folder: Option<&Path>) -> Result<Cow<'static, Schema>> {
    Ok(match folder {
        Some(folder) => Cow::Owned(Schema::load(folder)?),
        None => Cow::Borrowed(Schema::built_in()),
    })
}

fn print_types(ontology: &Ontology, to: &mut dyn Write) -> io::Result<()> {
    let mut entities = vec![["entity", "parent", "description"].map(str::to_owned)];
    for kind in ontology.entities() {
        let info = ontology.entity_info(kind);
        let parent = info.parent.clone().unwrap_or_default();
        entities.push([info.name.clone(), parent, info.description.clone()]);
    }
    print_table(&entities, to)?;
    writeln!(to)?;
    let head = [
        "relation",
        "source",
        "target",
        "PLOVER",
        "CAMEO",
        "description",
    ];
    let mut relations = vec![head.map(str::to_owned)];
    for kind in ontology.relations() {
        let info = ontology.relation_info(kind);
        let target = match info.target.is_empty() {
            true => "any".to_owned(),
            false => info.target.join("|"),
        };
        let code = |code: &Option<String>| code.clone().unwrap_or_default();
        let name = match info.symmetric {
            true => format!("{} (either way)", info.name),
            false => info.name.clone(),
        };
        relations.push([
            name,
            info.source.join("|"),
            target,
            code(&info.plover),
            code(&info.cameo),
            info.description.clone(),
        ]);
    }
    print_table(&relations, to)
}

fn print_frames(schema: &Schema, to: &mut dyn Write) -> io::Result<()> {
    let head = [
        "frame",
        "relation",
        "polarity",
        "modality",
        "confidence",
        "predicates",
    ];
    let mut table = vec![head.map(str::to_owned)];
    for frame in schema.frames.iter() {
        let words = |p: &Predicate| {
            let words = std::iter::once(&p.verb).chain(&p.rest);
            words.cloned().collect::<Vec<_>>().join(" ")
        };
        let predicates: Vec<String> = frame.predicates.iter().map(words).collect();
        table.push([
            frame.name.clone(),
            schema.ontology.relation_info(frame.relation).name.clone(),
            frame.polarity.as_str().to_owned(),
            frame.modality.as_str().to_owned(),
            frame.confidence.to_string(),
            predicates.join(", "),
        ]);
    }
    print_table(&table, to)
}

fn print_gazetteer(schema: &Schema, to: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for (_, row) in schema.gazetteer.rows() {
        let (rows, names) = counts.entry(row.kind).or_default();
        *rows += 1;
        *names += 1 + row.aliases.len() + row.adjectives.len() + row.capital.len();
    }
    let mut table = vec![["type", "entities", "names"].map(str::to_owned)];
    for (kind, (rows, names)) in counts {
        let kind = schema.ontology.entity_info(kind).name.clone();
        table.push([kind, rows.to_string(), names.to_string()]);
    }
    let words = [
        ("titles", schema.gazetteer.title_count()),
        ("given names", schema.gazetteer.given_name_count()),
    ];
    for (kind, count) in words {
        table.push([kind.to_owned(), String::new(), count.to_string()]);
    }
    print_table(&table, to)
}

fn print_check(folder: &Path, schema: &Schema, to: &mut dyn Write) -> io::Result<()> {
    writeln!(
        to,
        "{}: right; {} entity types, {} relation types, {} frames, {} names of the gazetteer",
        folder.display(),
        schema.ontology.entities().count(),
        schema.ontology.relations().count(),
        schema.frames.iter().len(),
        schema.gazetteer.rows().len(),
    )
}

/// Columns as wide as their widest cell, two spaces apart.
pub fn print_table<const N: usize>(rows: &[[String; N]], to: &mut dyn Write) -> io::Result<()> {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    for row in rows {
        let mut text = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            text += &format!("{cell:<width$}  ");
        }
        writeln!(to, "{}", text.trim_end())?;
    }
    Ok(())
}
