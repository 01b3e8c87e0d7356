//! A score as text and as JSON, byte for byte what the reference script prints.

use super::python::ascii_json;
use super::{Canonical, Figures, MacroAverage, Score};
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use std::collections::BTreeMap;
use std::fmt::{self, Display, Write};

impl Score {
    /// The table for people, with the figures by type and the first so many errors where they are
    /// asked for. Ends with a line break.
    pub fn render(&self, per_type: bool, errors: usize) -> String {
        let mut text = format!("{} documents\n", self.documents);
        let lines = [
            ("names", self.names),
            ("entities", self.entities),
            ("coref", self.coref),
            ("relations", self.relations),
            ("core", self.core),
            ("strict", self.strict),
        ];
        for (name, figures) in lines {
            line(&mut text, name, figures);
        }
        let (macro_f1, documents) = (self.macro_average.f1, self.documents);
        let canonical = self.canonical;
        let _ = writeln!(
            text,
            "macro            F1 {macro_f1:.3}   mean of {documents} documents"
        );
        let _ = writeln!(
            text,
            "canonical        {:.3}   {}/{}",
            canonical.accuracy, canonical.right, canonical.of
        );
        if per_type {
            for (name, &figures) in self.per_entity.iter().chain(&self.per_relation) {
                line(&mut text, &format!("  {name}"), figures);
            }
        }
        for error in self.errors.iter().take(errors) {
            text.push_str(error);
            text.push('\n');
        }
        text
    }

    /// All figures as indented JSON, those by type where they are asked for. Ends with a line
    /// break.
    pub fn to_json(&self, per_type: bool) -> String {
        let mut json = Vec::new();
        let mut to = Serializer::with_formatter(&mut json, PrettyFormatter::with_indent(b" "));
        let written = self.report(per_type).serialize(&mut to);
        written.expect("figures are plain data");
        let json = String::from_utf8(json).expect("JSON is UTF-8");
        ascii_json(&json) + "\n"
    }

    fn report(&self, per_type: bool) -> Report<'_> {
        Report {
            names: self.names,
            entities: self.entities,
            coref: self.coref,
            relations: self.relations,
            core: self.core,
            strict: self.strict,
            canonical: self.canonical,
            macro_average: self.macro_average,
            documents: self.documents,
            per_entity: per_type.then_some(&self.per_entity),
            per_relation: per_type.then_some(&self.per_relation),
        }
    }
}

/// What stands in the JSON, in this order.
#[derive(Serialize)]
struct Report<'a> {
    names: Figures,
    entities: Figures,
    coref: Figures,
    relations: Figures,
    core: Figures,
    strict: Figures,
    canonical: Canonical,
    #[serde(rename = "macro")]
    macro_average: MacroAverage,
    documents: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    per_entity: Option<&'a BTreeMap<String, Figures>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per_relation: Option<&'a BTreeMap<String, Figures>>,
}

/// As in the JSON, with the figures by type.
impl Serialize for Score {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.report(true).serialize(to)
    }
}

fn line(text: &mut String, name: &str, figures: Figures) {
    let Figures {
        precision,
        recall,
        f1,
        correct,
        gold,
        predicted,
    } = figures;
    let _ = writeln!(
        text,
        "{name:<16} P {precision:.3}  R {recall:.3}  F1 {f1:.3}   {correct}/{gold} gold, \
         {predicted} predicted"
    );
}

/// The table without figures by type and without errors.
impl Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false, 0))
    }
}
