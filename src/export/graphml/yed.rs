//! The drawing that yEd shows: shape, colour and label of each node and edge in its own extension
//! of GraphML. Nodes of a large graph stand in a grid until yEd is asked for a layout.

use super::super::attributes::drawn_name;
use super::super::color::Color;
use super::super::wrap::{columns, wrap};
use super::super::xml::Line;
use crate::graph::{Edge, Entity, Position};
use crate::schema::{Modality, Ontology, Polarity};

/// The namespace of the extension, as an attribute of the first tag.
pub(super) const NAMESPACE: &str = " xmlns:y=\"http://www.yworks.com/xml/graphml\"";

/// The keys of the drawings.
pub(super) const KEYS: &str = "<key id=\"n_graphics\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n\
                               <key id=\"e_graphics\" for=\"edge\" yfiles.type=\"edgegraphics\"/>\n";

/// From the left edge of one place of the grid to the next, and from line to line.
const PLACE: (usize, usize) = (240, 110);

/// By how much positions are spread: a label is wider than the nodes of other programs. Down is
/// positive in yEd.
const SPREAD: (f64, f64) = (4.0, -2.0);

/// The place of the `index`-th of a grid of so many columns.
pub(super) fn on_grid(index: usize, grid: usize) -> Position {
    Position {
        x: (index % grid * PLACE.0) as f64 / SPREAD.0,
        y: (index / grid * PLACE.1) as f64 / SPREAD.1,
    }
}

/// The drawing of a node.
pub(super) fn node(entity: &Entity, place: Position, ontology: &Ontology, line: &mut Line) {
    let info = ontology.entity_info(entity.kind());
    let fill = Color::parse(&info.color);
    let label = wrap(drawn_name(entity), 24, 4);
    let wide = label.lines().map(columns).max().unwrap_or(0);
    let (width, height) = (30 + 8 * wide, 22 + 16 * label.lines().count());
    let (x, y) = (SPREAD.0 * place.x, SPREAD.1 * place.y);
    line.raw("<data key=\"n_graphics\"><y:ShapeNode>");
    line.raw(&format!(
        "<y:Geometry x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width}.0\" height=\"{height}.0\"/>\
         <y:Fill color=\"{fill}\" transparent=\"false\"/>\
         <y:BorderStyle color=\"{}\" type=\"line\" width=\"1.0\"/>\
         <y:NodeLabel textColor=\"{}\">",
        fill.darker(70),
        fill.on_top()
    ));
    line.text(&label);
    line.raw("</y:NodeLabel><y:Shape type=\"");
    line.raw(shape(&info.shape));
    line.raw("\"/></y:ShapeNode></data>");
}

/// The drawing of an edge.
pub(super) fn edge(edge: Edge<'_>, ontology: &Ontology, line: &mut Line) {
    let relation = edge.relation;
    let info = ontology.relation_info(relation.kind());
    let color = Color::parse(&info.color);
    let style = match relation.modality() {
        Modality::Actual => "line",
        Modality::Future => "dashed",
        Modality::Possible => "dotted",
    };
    let negative = relation.polarity() == Polarity::Negative;
    let arrow = match (negative, info.symmetric) {
        (true, _) => "t_shape",
        (false, true) => "none",
        (false, false) => "standard",
    };
    let width = 1 + relation.weight().ilog2();
    line.raw("<data key=\"e_graphics\"><y:PolyLineEdge>");
    line.raw(&format!(
        "<y:LineStyle color=\"{color}\" type=\"{style}\" width=\"{width}.0\"/>\
         <y:Arrows source=\"none\" target=\"{arrow}\"/><y:EdgeLabel textColor=\"{}\">",
        color.on_paper()
    ));
    let name = info.name.replace('_', " ");
    line.text(&if negative {
        format!("not {name}")
    } else {
        name
    });
    line.raw("</y:EdgeLabel></y:PolyLineEdge></data>");
}

/// The shape of yEd that comes nearest to one of Graphviz.
fn shape(graphviz: &str) -> &'static str {
    match graphviz {
        "box" | "rect" | "rectangle" | "square" => "rectangle",
        "octagon" | "doubleoctagon" => "octagon",
        "hexagon" => "hexagon",
        "diamond" | "Mdiamond" => "diamond",
        "triangle" | "house" => "trapezoid",
        "note" | "folder" => "roundrectangle",
        "component" | "parallelogram" => "parallelogram",
        _ => "ellipse",
    }
}
