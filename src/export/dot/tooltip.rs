//! What is shown when the pointer rests on a node or an edge of the SVG: who it is, and what
//! documents say.

use super::super::attributes::drawn_name;
use super::super::escape::dot_quoted;
use super::super::wrap::shorten;
use super::count;
use crate::graph::{Edge, Entity, Evidence, Graph};

/// How many pieces of evidence an edge shows.
const SHOWN: usize = 3;

/// The longest line.
const LINE: usize = 300;

/// Type, name, mentions and other names.
pub(super) fn node(entity: &Entity, kind: &str, to: &mut String) {
    let mentions = count(entity.mention_count() as usize, "mention", "mentions");
    let documents = count(entity.appearances().len(), "document", "documents");
    let name = drawn_name(entity);
    let mut tooltip = format!("{kind}: {name}\n{mentions} in {documents}");
    let aliases = entity.aliases();
    if !aliases.is_empty() {
        add!(tooltip, "\nalso: {}", aliases.join("; "));
    }
    quoted(&tooltip, to);
}

/// The statement, and the first quotes with where they stand.
pub(super) fn edge(edge: Edge<'_>, label: &str, graph: &Graph, to: &mut String) {
    let [source, target] = [edge.source, edge.target].map(drawn_name);
    let mut tooltip = format!("{source} – {} – {target}", label.replace('\n', ", "));
    let evidence = edge.relation.evidence();
    let more = evidence.len().saturating_sub(SHOWN);
    for piece in evidence.take(SHOWN) {
        if !piece.quote.is_empty() {
            add!(tooltip, "\n“{}”", flat(&piece.quote));
        }
        add!(tooltip, "\n— {}", place(piece, graph));
    }
    if more > 0 {
        add!(
            tooltip,
            "\nand {} more",
            count(more, "sentence", "sentences")
        );
    }
    quoted(&tooltip, to);
}

/// Document, date and speaker of a piece of evidence.
fn place(piece: &Evidence, graph: &Graph) -> String {
    let document = graph.documents().get(&piece.document);
    let title = document.and_then(|document| document.title.as_deref());
    let mut place = flat(title.unwrap_or(&piece.document));
    if let Some(date) = document.and_then(|document| document.date.as_deref()) {
        add!(place, ", {}", flat(date));
    }
    if let Some(speaker) = &piece.attributed_to {
        let speaker = graph
            .node(speaker)
            .map(|node| drawn_name(graph.entity(node)));
        add!(place, ", said by {}", flat(speaker.unwrap_or_default()));
    }
    place
}

fn flat(text: &str) -> String {
    shorten(text, LINE)
}

/// A tooltip of bearable length.
fn quoted(text: &str, to: &mut String) {
    let lines: Vec<String> = text.lines().map(|line| shorten(line, LINE)).collect();
    dot_quoted(&lines.join("\n"), to);
}
