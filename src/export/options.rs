//! What can be chosen about a format. The default suits most readers.

use crate::error::{Error, Result};
use crate::graph::{Graph, Position};

/// What can be chosen about formats; each reads what concerns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// For whom GraphML is written.
    pub profile: Profile,
    /// How Graphviz places the nodes; by the size of the graph if not given.
    pub layout: Option<Layout>,
    /// What a drawing puts into one box.
    pub clusters: Option<Clusters>,
    /// Whether a drawing explains its colours.
    pub legend: bool,
    /// Whether nodes get positions; if not given, those of a small graph do where the format or the
    /// profile has a place for them.
    pub positions: Option<bool>,
}

/// Up to so many nodes, positions are found in a moment.
const SMALL: usize = 5_000;

impl Default for Options {
    fn default() -> Options {
        Options {
            profile: Profile::Generic,
            layout: None,
            clusters: None,
            legend: true,
            positions: None,
        }
    }
}

impl Options {
    /// Positions for the nodes, if they are to be written; `has_place`: whether the reader takes
    /// them for what they are.
    pub(super) fn place(&self, graph: &Graph, has_place: bool) -> Option<Vec<Position>> {
        let wanted = self.positions;
        let wanted = wanted.unwrap_or(has_place && graph.entity_count() <= SMALL);
        wanted.then(|| graph.positions())
    }
}

/// A choice among a few, each with a name.
pub trait Choice: Copy + 'static {
    /// What is chosen, in a word.
    const WHAT: &'static str;
    /// All there are, with their names as given on the command line.
    const ALL: &'static [(&'static str, Self)];

    /// The one of that name.
    ///
    /// ```
    /// use demarche::export::{Choice, Layout, Profile};
    /// assert_eq!(Profile::named("yed")?, Profile::Yed);
    /// let error = Layout::named("sdot").unwrap_err().to_string();
    /// assert_eq!(error, "no layout \"sdot\"; there are dot, neato, fdp, sfdp, circo, twopi");
    /// # Ok::<(), demarche::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Argument`] that lists them.
    fn named(name: &str) -> Result<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, choice)| *choice).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|(name, _)| *name).collect();
            let (what, known) = (Self::WHAT, known.join(", "));
            Error::Argument(format!("no {what} {name:?}; there are {known}"))
        })
    }
}

/// For whom GraphML is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// What every reader understands.
    Generic,
    /// With the colours and sizes that Gephi takes for its own.
    Gephi,
    /// With the drawing that yEd shows.
    Yed,
    /// With the columns that Cytoscape shows, and colours to map.
    Cytoscape,
}

impl Choice for Profile {
    const WHAT: &'static str = "profile";
    const ALL: &'static [(&'static str, Profile)] = &[
        ("generic", Profile::Generic),
        ("gephi", Profile::Gephi),
        ("yed", Profile::Yed),
        ("cytoscape", Profile::Cytoscape),
    ];
}

/// How Graphviz places nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// In layers, along the edges.
    Dot,
    /// By springs; for a hundred nodes.
    Neato,
    /// By forces, with clusters.
    Fdp,
    /// By forces; for thousands of nodes.
    Sfdp,
    /// In circles.
    Circo,
    /// In rings around one.
    Twopi,
}

impl Layout {
    /// The program of Graphviz.
    pub fn as_str(self) -> &'static str {
        let found = Layout::ALL.iter().find(|(_, layout)| *layout == self);
        found.expect("all layouts are listed").0
    }
}

impl Choice for Layout {
    const WHAT: &'static str = "layout";
    const ALL: &'static [(&'static str, Layout)] = &[
        ("dot", Layout::Dot),
        ("neato", Layout::Neato),
        ("fdp", Layout::Fdp),
        ("sfdp", Layout::Sfdp),
        ("circo", Layout::Circo),
        ("twopi", Layout::Twopi),
    ];
}

/// What a drawing puts into one box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clusters {
    /// Entities of one type.
    Type,
    /// A country with what belongs to it.
    Country,
}

impl Choice for Clusters {
    const WHAT: &'static str = "clusters";
    const ALL: &'static [(&'static str, Clusters)] =
        &[("type", Clusters::Type), ("country", Clusters::Country)];
}
