//! What the colours and shapes mean: the entity types in use.

use super::look;
use crate::export::color::Color;
use crate::export::escape::{dot_quoted, xml_text};
use crate::graph::{Entity, Graph};
use crate::schema::EntityTypeInfo;
use std::collections::BTreeSet;

/// How many types stand side by side.
const COLUMNS: usize = 3;

/// A box with a node of each type, three in a row, for a layout in layers.
pub(super) fn cluster(graph: &Graph, to: &mut String) {
    let used = used(graph);
    if used.is_empty() {
        return;
    }
    to.push_str(
        "  subgraph cluster_legend {\n    label=\"Legend\"; fontsize=12; \
         style=\"rounded,filled\"; color=\"#CCCCCC\"; fillcolor=\"#FAFAFA\";\n    \
         node [fontsize=10]; edge [style=invis];\n",
    );
    for info in &used {
        to.push_str("    ");
        dot_quoted(&id(info), to);
        to.push_str(" [label=");
        dot_quoted(&info.name, to);
        look(info, to);
        to.push_str("];\n");
    }
    // Unseen edges put the types of a row into layers that follow each other.
    for row in used.chunks(COLUMNS).filter(|row| row.len() > 1) {
        to.push_str("    ");
        for (index, info) in row.iter().enumerate() {
            to.push_str(if index == 0 { "" } else { " -> " });
            dot_quoted(&id(info), to);
        }
        to.push_str(";\n");
    }
    to.push_str("  }\n");
}

/// The title with a coloured cell for each type below it, as an HTML label, for a layout by forces,
/// which draws no boxes and would scatter the nodes of a legend.
pub(super) fn table(title: &str, graph: &Graph, to: &mut String) {
    to.push_str("<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"6\" CELLPADDING=\"6\">");
    let used = used(graph);
    let columns = used.len().max(1);
    for line in title.lines() {
        let mut escaped = Vec::new();
        xml_text(line, &mut escaped);
        let escaped = String::from_utf8(escaped).expect("escaped text is text");
        add!(to, "<TR><TD COLSPAN=\"{columns}\">{escaped}</TD></TR>");
    }
    if !used.is_empty() {
        to.push_str("<TR>");
        for info in used {
            let fill = Color::parse(&info.color);
            let (name, ink) = (&info.name, fill.on_top());
            add!(
                to,
                "<TD BGCOLOR=\"{fill}\"><FONT COLOR=\"{ink}\" POINT-SIZE=\"14\">{name}</FONT></TD>"
            );
        }
        to.push_str("</TR>");
    }
    to.push_str("</TABLE>>");
}

fn used(graph: &Graph) -> Vec<&EntityTypeInfo> {
    let kinds: BTreeSet<_> = graph.entities().map(Entity::kind).collect();
    let kinds = kinds.into_iter();
    kinds
        .map(|kind| graph.ontology().entity_info(kind))
        .collect()
}

/// No entity has such an id: those have a slash.
fn id(info: &EntityTypeInfo) -> String {
    format!("legend:{}", info.name)
}
