//! A user's own gazetteer: one table with the columns
//! `id,type,name,aliases,key,valid_from,valid_to`, of which `type` and `name` must be there. Its
//! names win over the built-in ones. A row that names an entity which is known already, by type
//! and name or as a country by its key, adds to it.

use super::table::{Line, Table};
use super::{Gazetteer, Row};
use crate::error::Result;
use crate::schema::ontology::{EntityType, Ontology};
use std::collections::BTreeMap;
use std::path::Path;

/// The columns that a user's own table may have.
const COLUMNS: [&str; 7] = [
    "id",
    "type",
    "name",
    "aliases",
    "key",
    "valid_from",
    "valid_to",
];

impl Gazetteer {
    /// Adds the rows of a user's own table.
    pub(in crate::schema) fn add_own(
        &mut self,
        file: &Path,
        text: &str,
        ontology: &Ontology,
    ) -> Result<()> {
        let table = Table::read(file, text)?;
        table.check_columns(&COLUMNS, &["type", "name"])?;
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        for line in &table.lines {
            let kind_name = table.required(line, "type")?;
            let kind = ontology.entity(kind_name).ok_or_else(|| {
                let name = |kind| ontology.entity_info(kind).name.as_str();
                let known = ontology.entities().map(name).collect::<Vec<_>>().join(", ");
                table.wrong(
                    line,
                    format!("unknown type {kind_name:?}; expected one of {known}"),
                )
            })?;
            let name = table.required(line, "name")?.to_owned();
            let id = table.cell(line, "id");
            let mut once = |what: String| match lines.insert(what.clone(), line.number) {
                Some(first) => {
                    let message = format!("the {what} is there already, in line {first}");
                    Err(table.wrong(line, message))
                }
                None => Ok(()),
            };
            if !id.is_empty() {
                once(format!("id {id:?}"))?;
            }
            once(format!("{kind_name} {name:?}"))?;
            let key = key(&table, line, kind_name)?;
            let (valid_from, valid_to) = table.bounds(line)?;
            let mut own = vec![name.clone()];
            own.extend(table.list(line, "aliases")?);
            let row = self.row_of(kind, &name, key.as_deref());
            if row.name != name {
                let former = std::mem::replace(&mut row.name, name);
                row.aliases.push(former);
            }
            for name in own {
                if name != row.name && !row.aliases.contains(&name) {
                    row.aliases.push(name.clone());
                }
                row.own.push(name);
            }
            row.key = key.or(row.key.take());
            if valid_from.is_some() || valid_to.is_some() {
                (row.valid_from, row.valid_to) = (valid_from, valid_to);
            }
        }
        self.index_names();
        Ok(())
    }

    /// The row of an entity that is known by type and name or as a country by its key, or a new
    /// one.
    fn row_of(&mut self, kind: EntityType, name: &str, key: Option<&str>) -> &mut Row {
        let same = |row: &Row| {
            let by_key = key.is_some() && row.key.as_deref() == key;
            row.kind == kind && (row.name == name || by_key)
        };
        let at = self.rows.iter().position(same).unwrap_or_else(|| {
            self.rows.push(Row {
                kind,
                name: name.to_owned(),
                key: None,
                aliases: Vec::new(),
                adjectives: Vec::new(),
                capital: Vec::new(),
                members: Vec::new(),
                valid_from: None,
                valid_to: None,
                own: Vec::new(),
            });
            self.rows.len() - 1
        });
        &mut self.rows[at]
    }
}

/// The key of a row: of a country two capital letters.
fn key(table: &Table<'_>, line: &Line, kind: &str) -> Result<Option<String>> {
    let key = table.cell(line, "key");
    let code = key.len() == 2 && key.chars().all(|c| c.is_ascii_uppercase());
    if kind == "Country" && !key.is_empty() && !code {
        let message =
            format!("key is {key:?}; expected the two capital letters of ISO 3166-1, as in UA");
        return Err(table.wrong(line, message));
    }
    Ok(Some(key.to_owned()).filter(|key| !key.is_empty()))
}
