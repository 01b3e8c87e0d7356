//! Reading a `graph.json` back. Nothing in it is trusted: every node, edge and piece of evidence is
//! checked as if it came from a record, and a file that is none says what it is instead.

use super::{EDGES, FORMAT, GraphFile, NODES, VERSION};
use crate::error::{Error, Result};
use crate::graph::assembly::{Members, edited};
use crate::graph::{Assembly, Graph};
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

impl Graph {
    /// Reads a `graph.json`; everything in it is checked again as if it were new.
    ///
    /// # Errors
    /// [`Error::Io`] when the reader fails; [`Error::Graph`] when the file is cut off, is no graph
    /// of ours, is of another version, or holds what could not have been built: an edge that its
    /// ontology does not allow, that names no node, or whose evidence names no document.
    pub fn read_json(mut from: impl BufRead, path: &Path) -> Result<Graph> {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes)
            .map_err(Error::io("read", path))?;
        parse(&bytes).map_err(|(line, message)| Error::Graph {
            path: path.to_path_buf(),
            line,
            message,
        })
    }
}

/// What is wrong, and in which line where that is known.
type Mistake = (Option<usize>, String);

fn parse(bytes: &[u8]) -> Result<Graph, Mistake> {
    let cut_off = || {
        let message = "the file ends in the middle: it was cut off; build the graph again";
        (Some(line_count(bytes)), message.to_owned())
    };
    if bytes.is_empty() {
        return Err((None, format!("the file is empty; {EXPECTED}")));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| match error.error_len() {
        None => cut_off(),
        Some(_) => {
            let line = line_count(&bytes[..error.valid_up_to()]);
            (Some(line), format!("not UTF-8 text; {EXPECTED}"))
        }
    })?;
    let file = match by_line(text).map_or_else(|| serde_json::from_str(text), Ok) {
        Ok(file) => file,
        Err(error) if error.is_eof() || ends_in_number(text, &error) => return Err(cut_off()),
        Err(error) => return Err(not_a_graph(text, &error)),
    };
    check_version(&file.graph.format, &file.graph.version.to_string())?;
    if !file.directed || !file.multigraph {
        let message = "the graph is not a directed multigraph any more, so directions or parallel \
                       edges are lost; build it again";
        return Err((Some(1), message.to_owned()));
    }
    file.into_graph().map_err(|message| (None, message))
}

/// A file that is laid out as it was written, its lines read on all processors; nothing where it is
/// not, or is wrong: then it is read again as a whole, which knows what to say.
fn by_line(text: &str) -> Option<GraphFile> {
    let (head, rest) = text.split_once(&format!(",\n{NODES}\n"))?;
    let (nodes, rest) = rest.split_once(&format!("\n],\n{EDGES}\n"))?;
    let edges = rest.strip_suffix("\n]}\n")?;
    let head = format!("{head}, {NODES}], {EDGES}]}}");
    let mut file: GraphFile = serde_json::from_str(&head).ok()?;
    (file.nodes, file.edges) = (items(nodes)?, items(edges)?);
    Some(file)
}

/// The items of a list, a line each.
fn items<T: DeserializeOwned + Send>(lines: &str) -> Option<Vec<T>> {
    let count = lines.bytes().filter(|&byte| byte == b'\n').count();
    let item = |(index, line): (usize, &str)| {
        // All but the last end in a comma.
        let item = if index < count {
            line.strip_suffix(',')?
        } else {
            line
        };
        serde_json::from_str(item).ok()
    };
    let lines: Vec<&str> = lines.split('\n').collect();
    lines.into_par_iter().enumerate().map(item).collect()
}

/// Whether the text breaks off within a number (`0.`), which serde_json does not call an end.
fn ends_in_number(text: &str, error: &serde_json::Error) -> bool {
    let last_line = &text[text.rfind('\n').map_or(0, |newline| newline + 1)..];
    let at_end = error.line() == line_count(text.as_bytes()) && error.column() >= last_line.len();
    at_end && last_line.ends_with(['.', '-', '+', 'e', 'E'])
}

/// What a file should have been.
const EXPECTED: &str =
    "a graph.json as `demarche build` or `demarche assemble` writes it is needed";

/// Why some JSON is no graph: it may be one of another version, or a record.
fn not_a_graph(text: &str, error: &serde_json::Error) -> Mistake {
    #[derive(Deserialize)]
    struct Glimpse {
        graph: Option<Marks>,
        entities: Option<IgnoredAny>,
    }
    #[derive(Deserialize)]
    struct Marks {
        format: String,
        version: serde_json::Value,
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Glimpse>();
    if let Some(Ok(glimpse)) = values.next() {
        if glimpse.entities.is_some() {
            let message = "this is a record, not a graph: `demarche assemble` makes a graph of \
                           records";
            return (Some(1), message.to_owned());
        }
        let version = glimpse.graph.map(|marks| {
            let version = marks.version.to_string();
            check_version(&marks.format, &version)
        });
        if let Some(Err(mistake)) = version {
            return mistake;
        }
    }
    let (line, column) = (error.line(), error.column());
    let place = format!(" at line {line} column {column}");
    let what = error.to_string();
    let what = what.strip_suffix(&place).unwrap_or(&what);
    let message = format!("not a graph.json: {what} (column {column}); {EXPECTED}");
    (Some(line), message)
}

fn check_version(format: &str, version: &str) -> Result<(), Mistake> {
    if format == FORMAT && version == VERSION.to_string() {
        return Ok(());
    }
    let message = format!(
        "the format is {format:?} version {version}; this program reads {FORMAT:?} version \
         {VERSION}: build the graph again, or read it with the program that wrote it"
    );
    Err((Some(1), message))
}

/// The line in which some bytes end, counted from one.
fn line_count(bytes: &[u8]) -> usize {
    1 + bytes.iter().filter(|&&byte| byte == b'\n').count()
}

impl GraphFile {
    fn into_graph(self) -> Result<Graph, String> {
        let mut assembly = Assembly::new(Arc::new(self.graph.ontology));
        for (id, info) in self.graph.documents {
            assembly.add_document(&id, info);
        }
        let mut members = Members::default();
        for node in self.nodes {
            let kind = assembly.entity_type(&node.kind)?;
            let what = (node.id, kind, node.key.as_deref());
            assembly.add_node(what, node.appearances, &mut members)?;
        }
        for edge in self.edges {
            let kind = assembly.relation_type(&edge.kind)?;
            let (source, target) = (&edge.source, &edge.target);
            if edge.evidence.is_empty() {
                return Err(format!(
                    "the edge {source:?} {} {target:?} has no evidence",
                    edge.kind
                ));
            }
            for mut evidence in edge.evidence {
                let document = evidence.document.clone();
                if let Some(speaker) = &mut evidence.attributed_to {
                    *speaker = members.base(speaker, &document).clone();
                }
                let [source, target] = [source, target].map(|id| members.base(id, &document));
                let ends: (&str, _, &str) = (source, kind, target);
                assembly.add_edge(ends, (edge.polarity, edge.modality), evidence)?;
            }
        }
        let graph = assembly.finish();
        members.check(&graph).map_err(|(id, document)| {
            let kind = id.split('/').next().unwrap_or_default();
            edited(&id, kind, &document)
        })?;
        Ok(graph)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    fn graph() -> Graph {
        let record = r#"{"id": "d1", "date": "2024-05-01", "entities": [
            {"id": "a", "type": "Country", "name": "Türkiye", "key": "TR",
             "mentions": [{"start": 0, "end": 7, "text": "Türkiye"}]},
            {"id": "b", "type": "Person", "name": "Zoë 😀",
             "mentions": [{"start": 12, "end": 17, "text": "Zoë 😀"}]}],
            "relations": [{"id": "r", "type": "meets", "source": "a", "target": "b",
             "evidence": {"start": 0, "end": 18}, "quote": "Türkiye met Zoë 😀.",
             "confidence": 1, "attributed_to": "b"}]}"#;
        let mut assembly = Assembly::new(Schema::built_in().ontology.clone());
        let record = serde_json::from_str(record).unwrap();
        assembly.add_record(&record).unwrap();
        assembly.finish()
    }

    fn written(graph: &Graph) -> String {
        let mut bytes = Vec::new();
        graph.write_json(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn refusal(text: impl AsRef<[u8]>) -> String {
        let read = Graph::read_json(text.as_ref(), Path::new("g.json"));
        let error = read.expect_err("this is no graph");
        assert!(matches!(error, Error::Graph { .. }), "{error:?}");
        error.to_string()
    }

    #[test]
    fn read_and_written_again_it_is_the_same() {
        let text = written(&graph());
        let again = Graph::read_json(text.as_bytes(), Path::new("g.json")).unwrap();
        assert_eq!(written(&again), text);
    }

    #[test]
    fn cut_off_at_any_byte_it_says_so() {
        let text = written(&graph());
        let whole = text.trim_end().len();
        for end in 1..whole {
            let message = refusal(&text.as_bytes()[..end]);
            assert!(message.contains("cut off"), "at byte {end}: {message}");
        }
        assert!(refusal("").contains("empty"));
    }

    #[test]
    fn other_files_are_named_for_what_they_are() {
        for other in [
            "[]",
            "17",
            "{}",
            "{\"nodes\": []}",
            "x",
            "{\"a\": 1}\n{\"b\": 2}\n",
        ] {
            let message = refusal(other);
            assert!(message.contains("not a graph.json"), "{other}: {message}");
            assert!(message.contains("demarche build"), "{other}: {message}");
        }
        let record = "{\"id\": \"a\", \"entities\": []}\n{\"id\": \"b\", \"entities\": []}\n";
        assert!(refusal(record).contains("demarche assemble"));
        assert!(refusal(b"\n\xff\xfe{").starts_with("g.json:2: not UTF-8"));
    }

    #[test]
    fn another_version_is_refused_whatever_it_holds() {
        let later = written(&graph()).replace("\"version\":1", "\"version\":2");
        assert!(refusal(&later).contains("version 2; this program reads"));
        let strange = r#"{"graph": {"format": "demarche-graph", "version": "3.1"}, "new": true}"#;
        assert!(refusal(strange).contains("version \"3.1\"; this program reads"));
    }

    #[test]
    fn what_follows_from_the_rest_is_passed_over() {
        let text = written(&graph());
        let edited = text
            .replace("\"weight\":1", "\"weight\":-2.5")
            .replace(
                "\"mentions\":1,\"documents\":1",
                "\"mentions\":null,\"documents\":[[]]",
            )
            .replace("\"name\":\"Türkiye\"", "\"name\":{},\"centrality\":0.5");
        assert_ne!(edited, text);
        let again = Graph::read_json(edited.as_bytes(), Path::new("g.json")).unwrap();
        assert_eq!(written(&again), text);
    }

    #[test]
    fn an_edit_that_could_not_have_been_built_is_refused() {
        let text = written(&graph());
        let cases = [
            (
                "\"type\":\"meets\"",
                "\"type\":\"kisses\"",
                "no relation type \"kisses\"",
            ),
            (
                "\"type\":\"meets\"",
                "\"type\":\"signed\"",
                "signed may not lead from",
            ),
            (
                "\"type\":\"Person\"",
                "\"type\":\"Region\"",
                "cannot be edited",
            ),
            ("\"key\":\"TR\"", "\"key\":\"GR\"", "cannot be edited"),
            (
                "\"target\":\"person/zoe\"",
                "\"target\":\"person/x\"",
                "which is no node",
            ),
            (
                "\"attributed_to\":\"person/zoe\"",
                "\"attributed_to\":\"x\"",
                "which is no node",
            ),
            (
                "[{\"document\":\"d1\"",
                "[{\"document\":\"d2\"",
                "does not appear in that",
            ),
            (
                "\"appearances\":{\"d1\"",
                "\"appearances\":{\"d2\"",
                "not among the documents",
            ),
            (
                "\"span\":{\"start\":0",
                "\"span\":{\"start\":99",
                "ends before it starts",
            ),
            (
                "\"directed\": true",
                "\"directed\": false",
                "not a directed multigraph",
            ),
        ];
        for (from, to, expected) in cases {
            assert!(text.contains(from), "{from} is not in {text}");
            let message = refusal(text.replacen(from, to, usize::MAX));
            assert!(message.contains(expected), "{from} -> {to}: {message}");
        }
    }
}
