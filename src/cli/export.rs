//! `demarche export`: a graph in the formats of other programs.

use super::schema::print_table;
use super::select::SelectArgs;
use super::sink::Sink;
use super::terminal::Terminal;
use super::{Outcome, sink, source};
use crate::error::{Error, Result};
use crate::export::{
    Choice, Clusters, EXPORTERS, Exporter, Folder, Layout, OPTIONAL, Options, Profile, Stream,
    exporter,
};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::path::{Path, PathBuf};

/// Write a graph in other formats
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche export out/graph.json --to dot | dot -Tsvg > graph.svg\n  \
        demarche export out/graph.json --to graphml,csv -o tables/\n  \
        demarche export out/graph.json --to graphml --profile yed -o graph.graphml\n  \
        demarche export out/graph.json --to dot --clusters country --layout fdp | dot -Tsvg > a.svg\n  \
        demarche export out/graph.json --to graphml --around Ukraine --depth 2 --since 2022-02\n  \
        demarche export out/graph.json --to csv --type Actor --flatten --min-confidence 0.8 -o net/\n  \
        demarche export --list\n\n\
        Exit status: 1 when the part that is asked for is empty")]
pub struct Args {
    /// The graph.json or graph.demarche, or - for standard input
    #[arg(required_unless_present = "list")]
    graph: Option<PathBuf>,
    /// The formats
    #[arg(
        long,
        value_name = "FORMAT,...",
        value_delimiter = ',',
        required_unless_present = "list",
        value_parser = format_names()
    )]
    to: Vec<String>,
    /// Write to this file, or into this folder; a single file goes to standard output if not given
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Print the table of formats
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    options: OptionArgs,
}

/// What can be chosen about a format.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of formats")]
pub struct OptionArgs {
    /// For whom GraphML is written: with colours for Gephi, a drawing for yEd, columns for Cytoscape
    #[arg(long, value_name = "PROGRAM", default_value = "generic", value_parser = choice::<Profile>())]
    profile: Profile,
    /// Find positions for the nodes (ForceAtlas2) in GEXF and GraphML; up to 5,000 nodes this is done
    /// for GEXF and the profiles gephi and yed if nothing is said
    #[arg(long, overrides_with = "no_positions")]
    positions: bool,
    /// Find no positions
    #[arg(long)]
    no_positions: bool,
    #[command(flatten)]
    drawing: DrawingArgs,
}

/// What can be chosen about a drawing.
#[derive(Debug, clap::Args)]
pub struct DrawingArgs {
    /// How Graphviz places the nodes; by the size of the graph if not given
    #[arg(long, value_name = "LAYOUT", value_parser = choice::<Layout>())]
    layout: Option<Layout>,
    /// Draw a box around the entities of a type, or around a country and what belongs to it
    #[arg(long, value_name = "BY", value_parser = choice::<Clusters>())]
    clusters: Option<Clusters>,
    /// Draw no legend
    #[arg(long)]
    no_legend: bool,
}

impl OptionArgs {
    fn options(&self) -> Options {
        Options {
            profile: self.profile,
            positions: match (self.positions, self.no_positions) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            },
            ..self.drawing.options()
        }
    }
}

impl DrawingArgs {
    /// The options of a drawing.
    pub fn options(&self) -> Options {
        Options {
            layout: self.layout,
            clusters: self.clusters,
            legend: !self.no_legend,
            ..Options::default()
        }
    }
}

/// Reads one of a few names.
fn choice<T: Choice + Send + Sync>() -> impl TypedValueParser<Value = T> {
    let names = T::ALL.iter().map(|(name, _)| *name);
    PossibleValuesParser::new(names).try_map(|name| T::named(&name))
}

/// The names of the formats, for arguments; those that another build has get a message of their own.
pub fn format_names() -> PossibleValuesParser {
    let here = EXPORTERS.iter().map(|exporter| exporter.name());
    let is_here = |name: &str| here.clone().any(|here| here == name);
    let absent = OPTIONAL.iter().filter(|(name, _)| !is_here(name));
    let absent = absent.map(|(name, _)| PossibleValue::new(*name).hide(true));
    PossibleValuesParser::new(here.clone().map(PossibleValue::new).chain(absent))
}

/// The formats of these names, each once.
pub fn formats(names: &[String]) -> Result<Vec<&'static dyn Exporter>> {
    let mut seen = Vec::new();
    let new = names.iter().filter(|name| {
        let new = !seen.contains(name);
        seen.push(name);
        new
    });
    new.map(|name| exporter(name)).collect()
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let (Some(graph), false) = (&args.graph, args.list) else {
        sink::print(|to| print_table(&list(), to))?;
        return Ok(Outcome::Done);
    };
    let exporters = formats(&args.to)?;
    let options = args.options.options();
    let goal = goal(&exporters, args.output.as_deref())?;
    let graph = args.select.select(source::graph(graph)?)?;
    match goal {
        Goal::Folder(path) => {
            let mut folder = Folder::new(path)?;
            for exporter in exporters {
                exporter.export_with(&graph, &options, &mut folder)?;
            }
            folder.commit()?;
        }
        Goal::File(exporter, path) => {
            let sink = Sink::open(path)?;
            let place = sink.place().to_path_buf();
            let mut stream = Stream::new(sink, place);
            exporter.export_with(&graph, &options, &mut stream)?;
            stream.into_inner().finish()?;
        }
    }
    if graph.entity_count() == 0 {
        terminal.nothing("nothing is left: the graph, or the part that is asked for, is empty");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

/// Where the files go.
enum Goal<'a> {
    /// All into a folder.
    Folder(&'a Path),
    /// The only one to a path or, without, to standard output.
    File(&'static dyn Exporter, Option<&'a Path>),
}

fn goal<'a>(exporters: &[&'static dyn Exporter], output: Option<&'a Path>) -> Result<Goal<'a>> {
    let output = output.filter(|path| *path != Path::new("-"));
    let single = match exporters {
        [only] if only.files().len() == 1 => Some(*only),
        _ => None,
    };
    match (single, output) {
        (Some(exporter), None) => Ok(Goal::File(exporter, None)),
        (Some(exporter), Some(path)) if !is_folder(path) => Ok(Goal::File(exporter, Some(path))),
        (_, Some(path)) => Ok(Goal::Folder(path)),
        (None, None) => {
            let files: Vec<&str> = exporters.iter().flat_map(|e| e.files()).copied().collect();
            Err(Error::Argument(format!(
                "that makes {} files ({}): name a folder for them with -o",
                files.len(),
                files.join(", ")
            )))
        }
    }
}

/// Whether a path means a folder: it is one, or ends like one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

fn list() -> Vec<[String; 3]> {
    let mut rows = vec![["format", "files", "about"].map(str::to_owned)];
    for exporter in EXPORTERS {
        let files = exporter.files();
        let files = match files[0].split_once('/') {
            Some((folder, _)) => format!("{folder}/"),
            None => files.join(", "),
        };
        rows.push([
            exporter.name().to_owned(),
            files,
            exporter.about().to_owned(),
        ]);
    }
    rows
}
