//! What is said of somebody, in the order of time.

use crate::graph::{Evidence, Graph};
use petgraph::graph::EdgeIndex;

/// One sentence that says an edge, with its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment<'g> {
    /// When: a day, a month or a year, ISO 8601; none where neither sentence nor document has a date.
    pub date: Option<&'g str>,
    /// Whether the sentence gives the date of what it tells; else it is that of the document.
    pub told: bool,
    /// The edge.
    pub edge: EdgeIndex,
    /// The sentence.
    pub evidence: &'g Evidence,
}

/// All sentences that say some edges, by date; what has none comes last.
///
/// A month comes before its days and a year before its months, for so they sort as text.
pub fn timeline<'g>(graph: &'g Graph, edges: &[EdgeIndex]) -> Vec<Moment<'g>> {
    let document = |evidence: &Evidence| {
        let info = graph.documents().get(&evidence.document);
        info.and_then(|info| info.date.as_deref())
    };
    let moments = edges.iter().flat_map(|&edge| {
        let pieces = graph.edge(edge).relation.evidence();
        pieces.map(move |evidence| Moment {
            date: evidence.date.as_deref().or_else(|| document(evidence)),
            told: evidence.date.is_some(),
            edge,
            evidence,
        })
    });
    let mut moments: Vec<Moment> = moments.collect();
    // Stable: those of one day stay in the order of edges and of evidence.
    moments.sort_by_key(|moment| (moment.date.is_none(), moment.date));
    moments
}
