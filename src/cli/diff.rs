//! `demarche diff`: what one graph has that another has not.

use super::style::{Paint, Style, line};
use super::terminal::Terminal;
use super::{Outcome, sink, source};
use crate::error::Result;
use crate::graph::{DocumentInfo, Edge, Entity, Graph};
use crate::schema::{Modality, Polarity};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

/// Compare two graphs: documents, entities and edges added, removed and changed
///
/// Ends with 0 when the graphs say the same, 1 when they differ, 2 on an error, as diff does.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche diff yesterday/graph.json today/graph.json\n  \
        demarche diff old.json new.json --json")]
pub struct Args {
    /// The earlier graph.json
    before: PathBuf,
    /// The later graph.json
    after: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let before = source::graph(&args.before)?;
    let after = source::graph(&args.after)?;
    let diff = Diff::of(&before, &after);
    match args.json {
        true => sink::print_json(&diff)?,
        false => sink::print(|to| diff.print(to, terminal.paint))?,
    }
    Ok(match diff.is_empty() {
        true => Outcome::Done,
        false => Outcome::Nothing,
    })
}

/// What differs between two graphs.
#[derive(Debug, Default, Serialize)]
struct Diff {
    /// Whether the types or signatures differ.
    ontology_changed: bool,
    documents: Changes,
    nodes: Changes,
    edges: Changes,
}

/// What differs in one of the lists.
#[derive(Debug, Default, Serialize)]
struct Changes {
    added: Vec<Item>,
    removed: Vec<Item>,
    changed: Vec<Change>,
}

/// Something that only one of the graphs has.
#[derive(Debug, Serialize)]
struct Item {
    id: String,
    label: String,
}

/// Something that both have, and not alike.
#[derive(Debug, Serialize)]
struct Change {
    id: String,
    label: String,
    /// What is different: the name of a field and its two values.
    fields: Vec<Field>,
}

#[derive(Debug, Serialize)]
struct Field {
    name: &'static str,
    before: Value,
    after: Value,
}

impl Diff {
    fn of(before: &Graph, after: &Graph) -> Diff {
        Diff {
            ontology_changed: before.ontology() != after.ontology(),
            documents: Changes::of(documents(before), documents(after)),
            nodes: Changes::of(nodes(before), nodes(after)),
            edges: Changes::of(edges(before), edges(after)),
        }
    }

    fn is_empty(&self) -> bool {
        let lists = [&self.documents, &self.nodes, &self.edges];
        !self.ontology_changed && lists.iter().all(|changes| changes.is_empty())
    }

    fn print(&self, to: &mut dyn Write, paint: Paint) -> io::Result<()> {
        if self.ontology_changed {
            writeln!(to, "the types or signatures differ")?;
        }
        let lists = [
            ("document", &self.documents),
            ("node", &self.nodes),
            ("edge", &self.edges),
        ];
        for (noun, changes) in lists {
            changes.print(noun, to, paint)?;
        }
        for (noun, changes) in lists {
            let (added, removed) = (changes.added.len(), changes.removed.len());
            let changed = changes.changed.len();
            writeln!(
                to,
                "{noun}s: {added} added, {removed} removed, {changed} changed"
            )?;
        }
        Ok(())
    }
}

/// A thing as it is compared: how it is called, and its fields, in one order for all of a list.
struct Entry {
    label: String,
    fields: Vec<(&'static str, Value)>,
}

type Entries<'g> = BTreeMap<&'g str, Entry>;

fn documents(graph: &Graph) -> Entries<'_> {
    let entry = |info: &DocumentInfo| Entry {
        label: info.title.clone().unwrap_or_default(),
        fields: vec![
            ("title", json!(info.title)),
            ("date", json!(info.date)),
            ("source", json!(info.source)),
            ("url", json!(info.url)),
            ("language", json!(info.language)),
            ("hash", json!(info.hash)),
        ],
    };
    let all = graph.documents().iter();
    all.map(|(id, info)| (id.as_str(), entry(info))).collect()
}

fn nodes(graph: &Graph) -> Entries<'_> {
    let entry = |entity: &Entity| Entry {
        label: entity.name().to_owned(),
        fields: vec![
            (
                "type",
                json!(graph.ontology().entity_info(entity.kind()).name),
            ),
            ("name", json!(entity.name())),
            ("key", json!(entity.key())),
            ("aliases", json!(entity.aliases())),
            ("mentions", json!(entity.mention_count())),
            ("documents", json!(entity.appearances().len())),
            (DETAILS, json!(entity.appearances())),
        ],
    };
    let all = graph.entities();
    all.map(|entity| (entity.id().as_str(), entry(entity)))
        .collect()
}

fn edges(graph: &Graph) -> Entries<'_> {
    let entry = |edge: Edge<'_>| {
        let relation = edge.relation;
        let kind = &graph.ontology().relation_info(relation.kind()).name;
        let mut label = format!("{} --{kind}--> {}", edge.source.name(), edge.target.name());
        if relation.polarity() == Polarity::Negative {
            label += " (negative)";
        }
        if relation.modality() != Modality::Actual {
            label += &format!(" ({})", relation.modality().as_str());
        }
        Entry {
            label,
            fields: vec![
                ("evidence", json!(relation.weight())),
                ("documents", json!(relation.documents())),
                (DETAILS, json!(relation.evidence().collect::<Vec<_>>())),
            ],
        }
    };
    let all = graph.relations();
    all.map(|edge| (edge.relation.id(), entry(edge))).collect()
}

/// The field that holds all there is, so that no difference is passed over; too long to print.
const DETAILS: &str = "details";

impl Changes {
    fn of(before: Entries<'_>, after: Entries<'_>) -> Changes {
        let only = |here: &Entries<'_>, there: &Entries<'_>| {
            let missing = here.iter().filter(|(id, _)| !there.contains_key(*id));
            missing
                .map(|(id, entry)| Item {
                    id: (*id).to_owned(),
                    label: entry.label.clone(),
                })
                .collect()
        };
        let mut changed = Vec::new();
        for (id, new) in &after {
            let Some(old) = before.get(id) else { continue };
            let pairs = old.fields.iter().zip(&new.fields);
            let fields: Vec<Field> = pairs
                .filter(|(old, new)| old != new)
                .map(|((name, before), (_, after))| Field {
                    name,
                    before: before.clone(),
                    after: after.clone(),
                })
                .collect();
            if !fields.is_empty() {
                changed.push(Change {
                    id: (*id).to_owned(),
                    label: new.label.clone(),
                    fields,
                });
            }
        }
        Changes {
            added: only(&after, &before),
            removed: only(&before, &after),
            changed,
        }
    }

    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    fn print(&self, noun: &str, to: &mut dyn Write, paint: Paint) -> io::Result<()> {
        let signs = [
            ('-', Style::Error, &self.removed),
            ('+', Style::Added, &self.added),
        ];
        for (sign, style, items) in signs {
            for item in items {
                let text = format!("{sign} {noun} {}", item.text());
                writeln!(to, "{}", paint.apply(style, text.trim_end()))?;
            }
        }
        for change in &self.changed {
            let text = format!("~ {noun} {}  {}", line(&change.id), line(&change.label));
            let mut fields: Vec<String> = change.fields.iter().filter_map(Field::text).collect();
            if fields.is_empty() {
                fields.push("other sentences or mentions".to_owned());
            }
            writeln!(to, "{}: {}", text.trim_end(), fields.join(", "))?;
        }
        Ok(())
    }
}

impl Item {
    fn text(&self) -> String {
        format!("{}  {}", line(&self.id), line(&self.label))
    }
}

impl Field {
    /// In short.
    fn text(&self) -> Option<String> {
        let short = |value: &Value| match value {
            Value::Null => "none".to_owned(),
            Value::String(text) => line(text),
            Value::Array(items) => {
                let items = items.iter().filter_map(Value::as_str).map(line);
                items.collect::<Vec<_>>().join("; ")
            }
            other => other.to_string(),
        };
        let (before, after) = (&self.before, &self.after);
        (self.name != DETAILS)
            .then(|| format!("{} {} -> {}", self.name, short(before), short(after)))
    }
}
