//! GraphML as one program wants it: all that the generic profile says, and what is added.

use super::read_back::{Attributes, in_xml, or_id, parse_graphml, statement};
use super::{exported_with, nasty};
use demarche::export::{Options, Profile};
use demarche::graph::Graph;

fn read(graph: &Graph, profile: Profile) -> (Vec<Attributes>, Vec<Attributes>) {
    let options = Options {
        profile,
        ..Options::default()
    };
    parse_graphml(&exported_with(graph, "graphml", &options))
}

/// Holds every profile against the generic one; panics where one says less or otherwise.
pub fn check_profiles(graph: &Graph) {
    let (nodes, edges) = read(graph, Profile::Generic);
    for profile in [Profile::Gephi, Profile::Yed, Profile::Cytoscape] {
        let (own_nodes, own_edges) = read(graph, profile);
        hold(&nodes, &own_nodes, &["label", "name"]);
        hold(&edges, &own_edges, &["label", "interaction", "@label"]);
        for (entity, node) in graph.entities().zip(&own_nodes) {
            let color = &graph.ontology().entity_info(entity.kind()).color;
            match profile {
                Profile::Gephi => {
                    assert_eq!(hex(node), *color);
                    assert_eq!(node["label"], in_xml(&or_id(entity)));
                    assert!(node["size"].parse::<u32>().unwrap() > 0);
                }
                Profile::Cytoscape => {
                    assert_eq!(node["name"], in_xml(&or_id(entity)));
                    assert_eq!(node["color"], *color);
                }
                // The name as it is drawn may be broken into lines and cut.
                _ => assert!(!node["@drawn"].is_empty() && !node["description"].is_empty()),
            }
        }
        for (edge, read) in graph.relations().zip(&own_edges) {
            let info = graph.ontology().relation_info(edge.relation.kind());
            match profile {
                Profile::Gephi => {
                    assert_eq!(read["@label"], statement(edge, &info.name));
                    assert_eq!(hex(read), info.color);
                }
                Profile::Cytoscape => {
                    assert_eq!(read["interaction"], statement(edge, &info.name));
                    assert_eq!(read["relation"], info.name);
                    assert!(read["name"].starts_with(&in_xml(&or_id(edge.source))));
                }
                _ => assert!(read["@drawn"].ends_with(&info.name.replace('_', " "))),
            }
        }
    }
}

/// All that one says, but for some attributes, stands in the other.
fn hold(expected: &[Attributes], found: &[Attributes], but: &[&str]) {
    assert_eq!(expected.len(), found.len());
    for (expected, found) in expected.iter().zip(found) {
        for (name, value) in expected
            .iter()
            .filter(|(name, _)| !but.contains(&name.as_str()))
        {
            assert_eq!(found.get(name), Some(value), "{name}");
        }
    }
}

fn hex(of: &Attributes) -> String {
    let channels = ["r", "g", "b"].map(|name| of[name].parse::<u8>().expect("a channel"));
    let [r, g, b] = channels;
    format!("#{r:02X}{g:02X}{b:02X}")
}

#[test]
fn every_profile_holds_the_nasty_graph() {
    check_profiles(&nasty());
}

#[test]
fn yed_draws_what_the_ontology_says() {
    let options = Options {
        profile: Profile::Yed,
        ..Options::default()
    };
    let text = exported_with(&nasty(), "graphml", &options);
    assert!(text.contains("xmlns:y=\"http://www.yworks.com/xml/graphml\""));
    assert!(text.contains("<y:Fill color=\"#4E79A7\""));
    assert!(text.contains(">Egypt</y:NodeLabel><y:Shape type=\"rectangle\"/>"));
    assert!(text.contains("<y:LineStyle color=\"#B71C1C\" type=\"dashed\""));
    assert!(text.contains(">not demands</y:EdgeLabel>"));
    // No two nodes stand in one place.
    let place = |line: &str| {
        let at = line.find("<y:Geometry")?;
        Some(line[at..at + line[at..].find(" width")?].to_owned())
    };
    let mut places: Vec<String> = text.lines().filter_map(place).collect();
    let before = places.len();
    places.sort();
    places.dedup();
    assert_eq!((places.len(), before), (20, 20));
}
