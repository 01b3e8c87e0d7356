//! The tables for Neo4j read by a CSV parser, and the Cypher script by a small reader of its
//! literals, each held against the graph.

use super::read_back::{Attributes, attributes, in_line, some};
use super::{exported, nasty};
use demarche::export::Memory;
use demarche::graph::{Entity, Graph, Relation};
use std::collections::BTreeMap;

/// What parts the elements of a list in a table.
const LIST: &str = "\u{1f}";

fn rows(text: &str) -> Vec<Attributes> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<Attributes> = reader
        .records()
        .map(|row| {
            let row = row.expect("every row has all cells");
            let cells = header.iter().zip(&row).filter(|(_, cell)| !cell.is_empty());
            cells
                .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
                .collect()
        })
        .collect();
    assert_eq!(
        text.split('\n').count(),
        rows.len() + 2,
        "a row is one line"
    );
    rows
}

fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    texts.map(in_line).collect::<Vec<String>>().join(LIST)
}

fn quotes(relation: &Relation) -> Vec<&str> {
    let mut quotes: Vec<&str> = relation
        .evidence()
        .map(|piece| piece.quote.as_str())
        .collect();
    quotes.sort_unstable();
    quotes.dedup();
    quotes
}

fn plain(text: &str) -> String {
    text.to_owned()
}

fn node(
    graph: &Graph,
    entity: &Entity,
    list: impl Fn(Vec<&str>) -> String,
) -> [(&'static str, String); 8] {
    [
        ("name", entity.name().to_owned()),
        (
            "type",
            graph.ontology().entity_info(entity.kind()).name.clone(),
        ),
        ("key", some(entity.key())),
        ("aliases:string[]", list(entity.aliases())),
        ("mentions:int", entity.mention_count().to_string()),
        ("documents:int", entity.appearances().len().to_string()),
        ("first_date", some(entity.first_date())),
        ("last_date", some(entity.last_date())),
    ]
}

fn edge(
    graph: &Graph,
    relation: &Relation,
    list: impl Fn(Vec<&str>) -> String,
) -> [(&'static str, String); 15] {
    let info = graph.ontology().relation_info(relation.kind());
    let confidence = relation.confidence().map(|share| format!("{share:?}"));
    [
        ("polarity", relation.polarity().as_str().to_owned()),
        ("modality", relation.modality().as_str().to_owned()),
        ("weight:int", relation.weight().to_string()),
        (
            "documents:string[]",
            list(relation.documents().into_iter().collect()),
        ),
        ("first_date", some(relation.first_date())),
        ("last_date", some(relation.last_date())),
        ("value", some(relation.value())),
        ("role", some(relation.role())),
        ("date", some(relation.date())),
        (
            "attributed_to:string[]",
            list(relation.attributed_to().into_iter().collect()),
        ),
        ("confidence:double", confidence.unwrap_or_default()),
        ("plover", some(relation.plover())),
        ("quote", some(relation.quote())),
        ("quotes:string[]", list(quotes(relation))),
        (
            "symmetric:boolean",
            if info.symmetric { "true" } else { "" }.to_owned(),
        ),
    ]
}

/// Parses the tables and holds them against the graph; panics where they differ.
pub fn check_neo4j(graph: &Graph, files: &Memory) {
    // Lists are joined by a character that a line cannot hold: they are made lines before.
    let joined = |texts: Vec<&str>| list(texts);
    let line = |pairs: Vec<(&'static str, String)>, lists: &[&str]| -> Attributes {
        let pairs = pairs.into_iter().filter(|(_, text)| !text.is_empty());
        let cell = |(name, text): (&str, String)| {
            let text = if lists.contains(&name) {
                text
            } else {
                in_line(&text)
            };
            (name.to_owned(), text)
        };
        pairs.map(cell).collect()
    };
    let read = rows(files.text("neo4j/entities.csv"));
    assert_eq!(read.len(), graph.entity_count());
    for (entity, row) in graph.entities().zip(&read) {
        let info = graph.ontology().entity_info(entity.kind());
        let mut labels = vec!["Entity", &info.name];
        labels.extend(info.parent.as_deref());
        let mut expected = vec![
            ("id:ID(Entity)", entity.id().to_string()),
            (":LABEL", labels.join(LIST)),
        ];
        expected.extend(node(graph, entity, joined));
        assert_eq!(*row, line(expected, &["aliases:string[]", ":LABEL"]));
    }
    let read = rows(files.text("neo4j/relations.csv"));
    assert_eq!(read.len(), graph.relation_count());
    for (of, row) in graph.relations().zip(&read) {
        let info = graph.ontology().relation_info(of.relation.kind());
        let mut expected = vec![
            (":START_ID(Entity)", of.source.id().to_string()),
            (":END_ID(Entity)", of.target.id().to_string()),
            (":TYPE", info.name.to_uppercase()),
            ("id", of.relation.id().to_owned()),
        ];
        expected.extend(edge(graph, of.relation, joined));
        let lists = [
            "documents:string[]",
            "attributed_to:string[]",
            "quotes:string[]",
        ];
        assert_eq!(*row, line(expected, &lists));
    }
    let read = rows(files.text("neo4j/documents.csv"));
    assert_eq!(read.len(), graph.documents().len());
    for ((id, info), row) in graph.documents().iter().zip(&read) {
        let expected = [
            ("id:ID(Document)", id.to_string()),
            (":LABEL", "Document".to_owned()),
            ("title", some(info.title.as_deref())),
            ("date", some(info.date.as_deref())),
            ("source", some(info.source.as_deref())),
            ("url", some(info.url.as_deref())),
            ("language", some(info.language.as_deref())),
        ];
        assert_eq!(*row, attributes(expected, in_line));
    }
    let appearances = graph.entities().map(|entity| entity.appearances().len());
    assert_eq!(
        rows(files.text("neo4j/mentions.csv")).len(),
        appearances.sum::<usize>()
    );
}

/// A value of Cypher.
#[derive(Debug, Clone, PartialEq)]
enum Literal {
    Word(String),
    Text(String),
    List(Vec<Literal>),
    Map(BTreeMap<String, Literal>),
}

/// Reads literals; panics where Cypher would not.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn skip(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\n']);
    }

    fn eat(&mut self, mark: &str) -> bool {
        self.skip();
        let rest = self.0.strip_prefix(mark);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn word(&mut self) -> String {
        self.skip();
        let end = self
            .0
            .find(|c: char| !(c.is_ascii_alphanumeric() || "_.-".contains(c)));
        let (word, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        assert!(!word.is_empty(), "no word at {:.60}", self.0);
        self.0 = rest;
        word.to_owned()
    }

    fn value(&mut self) -> Literal {
        if self.eat("'") {
            let mut text = self.string();
            while self.eat("+") {
                assert!(self.eat("'"));
                text.push_str(&self.string());
            }
            return Literal::Text(text);
        }
        if self.eat("[") {
            let mut list = Vec::new();
            while !self.eat("]") {
                list.push(self.value());
                self.eat(",");
            }
            return Literal::List(list);
        }
        if self.eat("{") {
            let mut map = BTreeMap::new();
            while !self.eat("}") {
                let name = self.word();
                assert!(self.eat(":"));
                assert!(map.insert(name, self.value()).is_none());
                self.eat(",");
            }
            return Literal::Map(map);
        }
        Literal::Word(self.word())
    }

    /// A string after its quote. That `\u` is always an escape is what the strictest reader needs.
    fn string(&mut self) -> String {
        assert!(!self.0.split('\'').next().unwrap().contains("\\\\u"));
        let mut text = String::new();
        let mut chars = self.0.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\'' => {
                    self.0 = &self.0[at + 1..];
                    return text;
                }
                '\\' => match chars.next().expect("an escape").1 {
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    'u' => {
                        let digits: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                        let number = u32::from_str_radix(&digits, 16).expect("four digits");
                        text.push(char::from_u32(number).expect("a character"));
                    }
                    c @ ('\'' | '\\') => text.push(c),
                    other => panic!("an escape that was not meant: \\{other}"),
                },
                c => {
                    assert!(!c.is_control());
                    text.push(c);
                }
            }
        }
        panic!("a string is not closed");
    }
}

/// Reads the script and holds all its rows against the graph; panics where they differ.
pub fn check_cypher(graph: &Graph, text: &str) {
    let mut reader = Reader(text);
    while reader.eat("CREATE") {
        reader.0 = reader.0.split_once(";\n").expect("an end").1;
    }
    let mut rows: BTreeMap<String, Vec<BTreeMap<String, Literal>>> = BTreeMap::new();
    while reader.eat("UNWIND") {
        let Literal::List(list) = reader.value() else {
            panic!("a list is unwound")
        };
        assert!((1..=500).contains(&list.len()));
        let (merge, rest) = reader.0.split_once(";\n").expect("an end");
        assert!(merge.starts_with(" AS row\nM"), "{merge}");
        reader.0 = rest;
        for row in list {
            let Literal::Map(row) = row else {
                panic!("a map")
            };
            rows.entry(merge.to_owned()).or_default().push(row);
        }
    }
    reader.skip();
    assert_eq!(reader.0, "");
    let all = || {
        rows.iter()
            .flat_map(|(merge, rows)| rows.iter().map(move |row| (merge, row)))
    };
    let text_of = |row: &BTreeMap<String, Literal>, name: &str| match &row[name] {
        Literal::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    let find = |kind: &str, id: &str| {
        let found = all().filter(|(merge, row)| {
            merge.contains(kind) && row.contains_key("id") && text_of(row, "id") == id
        });
        let found: Vec<_> = found.collect();
        assert_eq!(found.len(), 1, "{kind} {id}");
        found[0]
    };
    let separated = |texts: Vec<&str>| {
        let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        texts.join(LIST)
    };
    for entity in graph.entities() {
        let (merge, row) = find("(n:Entity", entity.id());
        let info = graph.ontology().entity_info(entity.kind());
        assert!(merge.contains(&format!("SET n:{}", info.name)));
        assert_eq!(properties(row), untyped(node(graph, entity, separated)));
    }
    for of in graph.relations() {
        let (merge, row) = find("[r:", of.relation.id());
        let info = graph.ontology().relation_info(of.relation.kind());
        assert!(merge.contains(&format!(
            "[r:{} {{id: row.id}}]->",
            info.name.to_uppercase()
        )));
        assert_eq!(*of.source.id(), text_of(row, "source"));
        assert_eq!(*of.target.id(), text_of(row, "target"));
        assert_eq!(
            properties(row),
            untyped(edge(graph, of.relation, separated))
        );
    }
    for (id, info) in graph.documents() {
        let (_, row) = find("(n:Document", id);
        let title = properties(row).remove("title");
        // An empty text is left out like a missing one.
        let known = info.title.clone().filter(|title| !title.is_empty());
        assert_eq!(title, known);
    }
    let pairs = graph
        .entities()
        .flat_map(|entity| entity.appearances().keys());
    let linked = all().filter(|(merge, _)| merge.contains("MENTIONED_IN"));
    assert_eq!(linked.count(), pairs.count());
}

fn untyped<const N: usize>(pairs: [(&str, String); N]) -> Attributes {
    let bare = |name: &str| name.split(':').next().unwrap().to_owned();
    let pairs = attributes(pairs, plain).into_iter();
    pairs.map(|(name, text)| (bare(&name), text)).collect()
}

fn properties(row: &BTreeMap<String, Literal>) -> Attributes {
    let Literal::Map(properties) = &row["properties"] else {
        panic!("properties are a map")
    };
    let text = |literal: &Literal| match literal {
        Literal::Word(text) | Literal::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    let pairs = properties.iter().map(|(name, literal)| match literal {
        Literal::List(list) => (
            name.clone(),
            list.iter().map(text).collect::<Vec<_>>().join(LIST),
        ),
        other => (name.clone(), text(other)),
    });
    pairs.collect()
}

#[test]
fn the_tables_hold_the_nasty_graph() {
    let graph = nasty();
    check_neo4j(&graph, &exported(&graph));
}

#[test]
fn the_script_holds_the_nasty_graph() {
    let graph = nasty();
    check_cypher(&graph, exported(&graph).text("graph.cypher"));
}

#[test]
fn the_command_names_every_table() {
    let files = exported(&nasty());
    let script = files.text("neo4j/import.sh");
    for table in ["entities", "documents", "relations", "mentions"] {
        assert!(script.contains(&format!("={table}.csv")), "{table}");
    }
    assert!(script.contains("--array-delimiter=U+001F"));
}
