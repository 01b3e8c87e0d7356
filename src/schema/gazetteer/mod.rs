//! Names that mean entities: `gazetteer/*.csv`.
//!
//! A file of entities has a header out of
//! `type,name,key,aliases,adjectives,capital,members,valid_from,valid_to` (`type` and `name` must
//! be there), lists inside a cell are parted by `|`, lines that begin with `#` are comments.
//! `titles.csv` (`title,office,plural,sphere`) and `given_names.csv` (`name`) are lists of words.

mod own;
mod table;

use super::ontology::{EntityType, Ontology};
use crate::error::Result;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use table::Table;

/// A handle of a row of the gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(u32);

impl RowId {
    /// The place of the row among all.
    pub fn number(self) -> u32 {
        self.0
    }
}

/// An entity that is known by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its type.
    pub kind: EntityType,
    /// The canonical name.
    pub name: String,
    /// ISO 3166-1 alpha-2 for a country.
    pub key: Option<String>,
    /// Other names that mean it wherever they stand.
    pub aliases: Vec<String>,
    /// National adjectives ("Ukrainian").
    pub adjectives: Vec<String>,
    /// Names of the capital, which may mean the government.
    pub capital: Vec<String>,
    /// Keys of the members of a coalition; names of the bodies that an organization belongs to, of
    /// the state or country that a place lies in, of the union that a region is a state of.
    pub members: Vec<String>,
    /// The first date (ISO 8601, or a year) at which the names count.
    pub valid_from: Option<String>,
    /// The last date (ISO 8601, or a year) at which the names count.
    pub valid_to: Option<String>,
    /// Those of its names that a user's own gazetteer gives it: they win over all others.
    pub own: Vec<String>,
}

impl Row {
    /// Whether the names count in an article of that date; always where the date is not known.
    pub fn is_valid_on(&self, date: Option<&str>) -> bool {
        let Some(date) = date else { return true };
        let from = self.valid_from.as_deref();
        let to = self.valid_to.as_deref();
        // A shorter bound holds for its whole year or month, and a shorter date may be any in it.
        from.is_none_or(|from| date >= from || from.starts_with(date))
            && to.is_none_or(|to| date <= to || date.starts_with(to))
    }
}

/// A title or office that stands beside names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// As the file spells it ("Prime Minister").
    pub text: String,
    /// Whether it is an office held for a state or body; a rank or form of address is not.
    pub office: bool,
    /// The walk of life that it belongs to, where it can be of one only.
    pub sphere: Option<Sphere>,
}

/// Walks of life that hardly anybody leaves for another: a minister and a footballer of one name are
/// two people, a minister and a general need not be.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Sphere {
    /// Politics, forces, courts, churches, business and learning.
    Public,
    /// Those who write and speak in newspapers and broadcasts.
    Press,
    /// Music, stage, film, letters.
    Arts,
    /// Sport.
    Sport,
}

impl Sphere {
    const ALL: [(&str, Sphere); 4] = [
        ("public", Sphere::Public),
        ("press", Sphere::Press),
        ("arts", Sphere::Arts),
        ("sport", Sphere::Sport),
    ];

    /// As the files spell it.
    pub fn as_str(self) -> &'static str {
        Sphere::ALL[self as usize].0
    }

    /// From what the files have.
    fn named(text: &str) -> Option<Sphere> {
        let found = Sphere::ALL.iter().find(|(name, _)| *name == text);
        found.map(|&(_, sphere)| sphere)
    }
}

/// All names that are known.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    rows: Vec<Row>,
    by_name: BTreeMap<String, RowId>,
    titles: BTreeMap<String, Title>,
    longest_title: usize,
    /// Bit `n`: some title ends in the letters that [`ending`] numbers `n`.
    title_endings: Vec<u64>,
    given_names: BTreeSet<String>,
}

/// The last three bytes of a text as a number of 15 bits, whatever their case, if they are ASCII.
fn ending(text: &str) -> Option<usize> {
    let last = text.as_bytes().last_chunk::<3>()?;
    let number = last
        .iter()
        .fold(0, |number, byte| number << 5 | usize::from(byte & 31));
    last.is_ascii().then_some(number)
}

/// The columns that a file of entities may have.
const COLUMNS: [&str; 9] = [
    "type",
    "name",
    "key",
    "aliases",
    "adjectives",
    "capital",
    "members",
    "valid_from",
    "valid_to",
];

impl Gazetteer {
    pub(super) fn parse(tables: &[(&Path, &str)], ontology: &Ontology) -> Result<Gazetteer> {
        let mut gazetteer = Gazetteer::default();
        let mut places = BTreeMap::new();
        for &(file, text) in tables {
            let table = Table::read(file, text)?;
            match file.file_stem().and_then(|stem| stem.to_str()) {
                Some("titles") => gazetteer.add_titles(&table)?,
                Some("given_names") => gazetteer.add_given_names(&table)?,
                _ => gazetteer.add_rows(&table, ontology, &mut places)?,
            }
        }
        gazetteer.index_names();
        Ok(gazetteer)
    }

    /// Which row a name means first: one that a user's own gazetteer names so goes before others.
    fn index_names(&mut self) {
        let mut by_name = BTreeMap::new();
        let own = self
            .rows()
            .flat_map(|(id, row)| row.own.iter().map(move |name| (name, id)));
        let all = self.rows().flat_map(|(id, row)| {
            let names = std::iter::once(&row.name).chain(&row.aliases);
            names.map(move |name| (name, id))
        });
        for (name, id) in own.chain(all) {
            by_name.entry(name.clone()).or_insert(id);
        }
        self.by_name = by_name;
    }

    /// All rows with their handles.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (RowId, &Row)> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(index, row)| (RowId(index as u32), row))
    }

    /// A row by its handle.
    pub fn row(&self, id: RowId) -> &Row {
        &self.rows[id.0 as usize]
    }

    /// The row that bears this name or alias, exactly; of several the first.
    pub fn named(&self, name: &str) -> Option<RowId> {
        self.by_name.get(name).copied()
    }

    /// The title of that text, in the singular or the plural, ignoring case.
    pub fn title(&self, text: &str) -> Option<&Title> {
        // Hardly any text that is asked for ends as a title does.
        if let Some(ending) = ending(text) {
            let word = self.title_endings.get(ending / 64)?;
            if word & (1 << (ending % 64)) == 0 {
                return None;
            }
        }
        self.titles.get(&text.to_lowercase())
    }

    /// How many words the longest title has.
    pub fn longest_title(&self) -> usize {
        self.longest_title
    }

    /// How many titles are known.
    pub fn title_count(&self) -> usize {
        self.titles.len()
    }

    /// How many given names are known.
    pub fn given_name_count(&self) -> usize {
        self.given_names.len()
    }

    /// Whether a word is a given name.
    pub fn is_given_name(&self, word: &str) -> bool {
        self.given_names.contains(word)
    }

    fn add_titles(&mut self, table: &Table<'_>) -> Result<()> {
        table.check_columns(
            &["title", "office", "plural", "sphere"],
            &["title", "office"],
        )?;
        for line in &table.lines {
            let office = match table.cell(line, "office") {
                "yes" => true,
                "no" => false,
                other => {
                    let message = format!("office is {other:?}; expected yes or no");
                    return Err(table.wrong(line, message));
                }
            };
            let sphere = match table.cell(line, "sphere") {
                "" => None,
                name => Some(Sphere::named(name).ok_or_else(|| {
                    let known = Sphere::ALL.map(|(name, _)| name).join(", ");
                    table.wrong(
                        line,
                        format!("sphere is {name:?}; expected one of {known}, or none"),
                    )
                })?),
            };
            let text = table.required(line, "title")?.to_owned();
            let plural = table.cell(line, "plural").to_lowercase();
            if !plural.is_empty() {
                let title = Title {
                    text: text.clone(),
                    office,
                    sphere,
                };
                self.titles.entry(plural).or_insert(title);
            }
            let title = Title {
                text,
                office,
                sphere,
            };
            self.titles.insert(title.text.to_lowercase(), title);
        }
        let words = self.titles.keys().map(|text| text.split(' ').count());
        self.longest_title = words.max().unwrap_or(0);
        self.title_endings.resize(1 << (15 - 6), 0);
        for ending in self.titles.keys().filter_map(|text| ending(text)) {
            self.title_endings[ending / 64] |= 1 << (ending % 64);
        }
        Ok(())
    }

    fn add_given_names(&mut self, table: &Table<'_>) -> Result<()> {
        table.check_columns(&["name"], &["name"])?;
        for line in &table.lines {
            self.given_names
                .insert(table.required(line, "name")?.to_owned());
        }
        Ok(())
    }

    fn add_rows(
        &mut self,
        table: &Table<'_>,
        ontology: &Ontology,
        places: &mut BTreeMap<(EntityType, String), String>,
    ) -> Result<()> {
        table.check_columns(&COLUMNS, &["type", "name"])?;
        for line in &table.lines {
            let kind_name = table.required(line, "type")?;
            let kind = ontology.entity(kind_name).ok_or_else(|| {
                table.wrong(
                    line,
                    format!("no entity type {kind_name:?} in ontology.toml"),
                )
            })?;
            let name = table.required(line, "name")?.to_owned();
            let here = format!("{}:{}", table.file.display(), line.number);
            if let Some(first) = places.insert((kind, name.clone()), here) {
                let message = format!("the {kind_name} {name:?} is there already, at {first}");
                return Err(table.wrong(line, message));
            }
            let (valid_from, valid_to) = table.bounds(line)?;
            let optional =
                |column| Some(table.cell(line, column).to_owned()).filter(|t| !t.is_empty());
            self.rows.push(Row {
                kind,
                name,
                key: optional("key"),
                aliases: table.list(line, "aliases")?,
                adjectives: table.list(line, "adjectives")?,
                capital: table.list(line, "capital")?,
                members: table.list(line, "members")?,
                valid_from,
                valid_to,
                own: Vec::new(),
            });
        }
        Ok(())
    }
}
