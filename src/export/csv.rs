//! Three tables: `nodes.csv` and `edges.csv` as Gephi reads them (and pandas, R, Excel), and
//! `evidence.csv` with a row for each place that says something.
//!
//! - UTF-8, commas, quotes doubled ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)), a header
//!   of ASCII words without spaces, from which Gephi guesses the delimiter. Every row is one line:
//!   a line end or tab in a text is a space, any other control character U+FFFD.
//! - `Type` in `edges.csv` is what Gephi takes for the direction and always `Directed`. `Kind`
//!   tells parallel edges apart (Gephi merges those of one kind), so it names polarity and
//!   modality too: `not signed`, `signed (future)`. `Label` is the bare relation.
//! - Gephi takes a backslash for an escape and loses rows: in its profile it stands twice. A column of dates
//!   is points in time to it, and a year alone milliseconds since 1970: in its profile the dates of nodes and edges
//!   that mean a year or a month are the first day of that.
//! - Lists are joined with `"; "`. What is missing is empty.
//! - **Formulas.** A spreadsheet would run a cell such as `=1+1` that stood in an article. A cell
//!   of text from an article whose first character (after spaces and `'`) is one of `= + - @` or
//!   their full-width forms gets a `'` in front, as
//!   [OWASP](https://owasp.org/www-community/attacks/CSV_Injection) advises; a plain number such as
//!   `-5%` does not. To undo it, take one `'` off a cell that begins with `'` and then such a
//!   character. Ids, keys, types, dates and document ids are never touched, so that tables can be
//!   joined; the exact text of everything is in `graph.json`.

use super::escape::{csv_cell, decimal, flatten, is_plain_cell, thousandths};
use super::spells::days;
use super::{Exporter, Options, Output, Profile, statement, write_file};
use crate::error::Result;
use crate::graph::hash::HashMap;
use crate::graph::{DocumentInfo, Edge, Entity, Evidence, Few, Graph};
use crate::schema::Ontology;
use crate::text::CodeSpan;
use std::borrow::Cow;
use std::io::{self, Write};

/// Tables.
pub(super) struct Csv;

impl Exporter for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "tables of nodes, edges and evidence; for Gephi, pandas, R, spreadsheets"
    }

    fn files(&self) -> &'static [&'static str] {
        &["nodes.csv", "edges.csv", "evidence.csv"]
    }

    fn export_with(&self, graph: &Graph, options: &Options, out: &mut dyn Output) -> Result<()> {
        let profile = options.profile;
        write_file(out, "nodes.csv", |to| nodes(graph, profile, to))?;
        write_file(out, "edges.csv", |to| edges(graph, profile, to))?;
        write_file(out, "evidence.csv", |to| evidence(graph, profile, to))
    }
}

const NODES: [&str; 9] = [
    "Id",
    "Label",
    "Type",
    "Key",
    "Aliases",
    "Mentions",
    "Documents",
    "FirstDate",
    "LastDate",
];

const EDGES: [&str; 20] = [
    "Source",
    "Target",
    "Type",
    "Kind",
    "Id",
    "Label",
    "Weight",
    "Polarity",
    "Modality",
    "Value",
    "Date",
    "Role",
    "AttributedTo",
    "Confidence",
    "Plover",
    "Content",
    "Documents",
    "FirstDate",
    "LastDate",
    "Quote",
];

const EVIDENCE: [&str; 25] = [
    "EdgeId",
    "Source",
    "SourceName",
    "Relation",
    "Target",
    "TargetName",
    "Polarity",
    "Modality",
    "Document",
    "DocumentDate",
    "DocumentTitle",
    "DocumentSource",
    "DocumentUrl",
    "Start",
    "End",
    "Quote",
    "Trigger",
    "AttributedTo",
    "Value",
    "Date",
    "Role",
    "Frame",
    "Confidence",
    "Plover",
    "Content",
];

fn nodes(graph: &Graph, profile: Profile, to: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(to, profile, &NODES)?;
    for entity in graph.entities() {
        table.id(entity.id());
        table.name(entity);
        table.word(&graph.ontology().entity_info(entity.kind()).name);
        table.id(entity.key().unwrap_or_default());
        table.text(&entity.aliases().join("; "));
        table.number(entity.mention_count());
        table.number(entity.appearances().len() as u64);
        table.date(entity.first_date());
        table.date(entity.last_date());
        table.end_row()?;
    }
    Ok(())
}

fn edges(graph: &Graph, profile: Profile, to: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(to, profile, &EDGES)?;
    for Edge {
        source,
        relation,
        target,
    } in graph.relations_to_read()
    {
        table.id(source.id());
        table.id(target.id());
        table.word("Directed");
        table.id(&statement(relation, graph.ontology()));
        table.word(relation.id());
        table.word(&graph.ontology().relation_info(relation.kind()).name);
        table.number(relation.weight() as u64);
        table.word(relation.polarity().as_str());
        table.word(relation.modality().as_str());
        table.maybe(relation.value());
        table.date(relation.date());
        table.maybe(relation.role());
        table.id(&joined(&relation.attributed_to()));
        table.share(relation.confidence());
        table.id(relation.plover().unwrap_or_default());
        table.text(&joined(&relation.contents()));
        table.id(&joined(&relation.documents()));
        table.date(relation.first_date());
        table.date(relation.last_date());
        table.maybe(relation.quote());
        table.end_row()?;
    }
    Ok(())
}

fn evidence(graph: &Graph, profile: Profile, to: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(to, profile, &EVIDENCE)?;
    let ontology: &Ontology = graph.ontology();
    let unknown = Default::default();
    let documents = graph.documents().iter();
    let documents: HashMap<&str, &DocumentInfo> = documents.map(|(id, of)| (&**id, of)).collect();
    for edge in graph.relations_to_read() {
        for evidence in edge.relation.evidence() {
            let document = documents
                .get(&*evidence.document)
                .copied()
                .unwrap_or(&unknown);
            table.word(edge.relation.id());
            table.id(edge.source.id());
            table.name(edge.source);
            table.word(&ontology.relation_info(edge.relation.kind()).name);
            table.id(edge.target.id());
            table.name(edge.target);
            table.word(edge.relation.polarity().as_str());
            table.word(edge.relation.modality().as_str());
            table.id(&evidence.document);
            table.id(document.date.as_deref().unwrap_or_default());
            table.maybe(document.title.as_deref());
            table.maybe(document.source.as_deref());
            table.maybe(document.url.as_deref());
            table.number(evidence.span.start.into());
            table.number(evidence.span.end.into());
            table.text(&evidence.quote);
            table.text(trigger(evidence));
            table.id(evidence.attributed_to.as_deref().unwrap_or_default());
            table.maybe(evidence.value.as_deref());
            table.id(evidence.date.as_deref().unwrap_or_default());
            table.maybe(evidence.role.as_deref());
            table.id(evidence.frame.as_deref().unwrap_or_default());
            table.share(evidence.confidence.map(f64::from));
            table.id(evidence.plover.as_deref().unwrap_or_default());
            table.maybe(evidence.content.as_deref());
            table.end_row()?;
        }
    }
    Ok(())
}

/// The words of the trigger, cut out of the quote by code points.
fn trigger(evidence: &Evidence) -> &str {
    let Some(CodeSpan { start, end }) = evidence.trigger else {
        return "";
    };
    let byte = |point: u32| {
        let point = point.checked_sub(evidence.span.start)? as usize;
        let mut starts = evidence.quote.char_indices().map(|(at, _)| at);
        match starts.nth(point) {
            None if point == evidence.quote.chars().count() => Some(evidence.quote.len()),
            at => at,
        }
    };
    let range = byte(start).zip(byte(end));
    range.map_or("", |(start, end)| &evidence.quote[start..end])
}

fn joined<'a>(texts: &Few<&'a str>) -> Cow<'a, str> {
    match **texts {
        [] => "".into(),
        [text] => text.into(),
        // An empty one is the first.
        ["", ref texts @ ..] | ref texts => texts.join("; ").into(),
    }
}

/// Whether a spreadsheet would take the text for a formula.
pub fn is_formula(text: &str) -> bool {
    // Nearly every cell begins with a letter or a digit.
    if text
        .as_bytes()
        .first()
        .is_none_or(u8::is_ascii_alphanumeric)
    {
        return false;
    }
    let bare = text.trim_start_matches(['\'', ' ']);
    let Some(first) = bare.chars().next() else {
        return false;
    };
    let number = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || ".,%".contains(c))
    };
    "=+-@＝＋－＠".contains(first) && !number(bare.trim_start_matches(['+', '-']))
}

/// A table on its way.
struct Table<'a> {
    to: &'a mut dyn Write,
    /// Whether a backslash stands twice and a date is a day.
    is_for_gephi: bool,
    /// The row that is being made, a comma after each cell.
    row: Vec<u8>,
}

impl<'a> Table<'a> {
    fn new(to: &'a mut dyn Write, profile: Profile, header: &[&str]) -> io::Result<Table<'a>> {
        let mut table = Table {
            to,
            is_for_gephi: profile == Profile::Gephi,
            row: Vec::with_capacity(1 << 12),
        };
        header.iter().for_each(|name| table.cell(name));
        table.end_row()?;
        Ok(table)
    }

    /// What other programs and tables refer to: never touched, but for characters that would
    /// break the table.
    fn id(&mut self, id: &str) {
        match is_plain_cell(id) && !self.is_for_gephi {
            true => self.word(id),
            false => self.cell(&flatten(id)),
        }
    }

    /// What is safe as it is: a word of ASCII letters, digits and `_`.
    fn word(&mut self, word: &str) {
        self.row.extend_from_slice(word.as_bytes());
        self.row.push(b',');
    }

    /// What an article says.
    fn text(&mut self, text: &str) {
        if is_plain_cell(text) && !is_formula(text) && !self.is_for_gephi {
            return self.word(text);
        }
        let flat = flatten(text);
        match is_formula(&flat) {
            true => self.cell(&format!("'{flat}")),
            false => self.cell(&flat),
        }
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.text(text.unwrap_or_default());
    }

    /// The name, or the id of what has none.
    fn name(&mut self, entity: &Entity) {
        match entity.name() {
            "" => self.id(entity.id()),
            name => self.text(name),
        }
    }

    fn date(&mut self, date: Option<&str>) {
        let date = date.unwrap_or_default();
        // A day, with the time of day where there is one, stands as it is.
        let is_longer = self.is_for_gephi && date.len() < "2000-01-01".len();
        match is_longer.then(|| days(date)).flatten() {
            Some((first, _)) => self.cell(&first.to_string()),
            None => self.id(date),
        }
    }

    fn number(&mut self, number: u64) {
        decimal(number, &mut self.row);
        self.row.push(b',');
    }

    fn share(&mut self, share: Option<f64>) {
        if let Some(share) = share {
            thousandths(share, &mut self.row);
        }
        self.row.push(b',');
    }

    /// A cell of one line.
    fn cell(&mut self, text: &str) {
        match self.is_for_gephi && text.contains('\\') {
            true => csv_cell(&text.replace('\\', "\\\\"), &mut self.row),
            false => csv_cell(text, &mut self.row),
        }
        self.row.push(b',');
    }

    fn end_row(&mut self) -> io::Result<()> {
        if let Some(last) = self.row.last_mut() {
            *last = b'\n';
        }
        self.to.write_all(&self.row)?;
        self.row.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_told_from_numbers() {
        for formula in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-",
            "- said",
            "@SUM(A1)",
            " =1",
            "'=1",
            "＝1",
            "-1+2",
        ] {
            assert!(is_formula(formula), "{formula}");
        }
        for text in [
            "", "1+1", "-5%", "+3.5", "-1,000", "'", "'tis", "a=b", "'-5",
        ] {
            assert!(!is_formula(text), "{text}");
        }
    }

    #[test]
    fn a_date_is_a_day_only_for_gephi() {
        let written = |profile: Profile| {
            let mut to = Vec::new();
            let mut table = Table::new(&mut to, profile, &["Date"]).unwrap();
            for date in ["2024", "2024-05", "2024-05-06", "2024-05-06T10:00", "May"] {
                table.date(Some(date));
            }
            table.end_row().unwrap();
            String::from_utf8(to).unwrap()
        };
        let (days, as_they_are) = (written(Profile::Gephi), written(Profile::Generic));
        let expected = "Date\n2024-01-01,2024-05-01,2024-05-06,2024-05-06T10:00,May\n";
        assert_eq!(days, expected);
        assert_eq!(
            as_they_are,
            "Date\n2024,2024-05,2024-05-06,2024-05-06T10:00,May\n"
        );
    }

    #[test]
    fn the_trigger_is_cut_out_by_code_points() {
        let mut evidence: Evidence = serde_json::from_str(
            r#"{"document": "d", "span": {"start": 10, "end": 21}, "quote": "Zoë met 😀 é."}"#,
        )
        .unwrap();
        let mut cut = |start, end| {
            evidence.trigger = Some(CodeSpan { start, end });
            trigger(&evidence).to_owned()
        };
        assert_eq!(cut(14, 17), "met");
        assert_eq!(cut(18, 22), "😀 é.");
        assert_eq!(cut(18, 23), "");
        assert_eq!(cut(9, 12), "");
    }
}
