//! What the other blocks refer to by number: documents, shared texts, types.

use super::super::hash::{HashMap, HashSet};
use super::super::{DocumentInfo, EntityId, Graph, Shared};
use super::Mistake;
use super::coding::{Decoder, Encoder};
use crate::schema::{EntityType, Ontology, RelationType};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// What there must be of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) documents: usize,
    pub(super) entities: usize,
    pub(super) relations: usize,
}

impl Counts {
    fn of(graph: &Graph) -> Counts {
        Counts {
            documents: graph.documents.len(),
            entities: graph.entity_count(),
            relations: graph.relation_count(),
        }
    }
}

/// The content of the first block: the ontology in JSON, and how much there is.
pub(super) fn head(graph: &Graph) -> io::Result<Vec<u8>> {
    let mut block = Encoder::default();
    block.text(&serde_json::to_string(&*graph.ontology)?);
    let counts = Counts::of(graph);
    block.number(counts.documents);
    block.number(counts.entities);
    block.number(counts.relations);
    Ok(block.bytes)
}

pub(super) fn read_head(content: &[u8]) -> Result<(Ontology, Counts), Mistake> {
    let mut block = Decoder::new(content);
    let ontology = serde_json::from_str(block.text()?)
        .map_err(|error| format!("its ontology cannot be read: {error}"))?;
    let mut count = || block.number().map(|number| number as usize);
    let counts = Counts {
        documents: count()?,
        entities: count()?,
        relations: count()?,
    };
    Ok((ontology, counts))
}

/// The numbers of what others refer to, for writing.
pub(super) struct Tables<'g> {
    graph: &'g Graph,
    documents: HashMap<&'g str, usize>,
    texts: HashMap<&'g str, usize>,
}

impl<'g> Tables<'g> {
    pub(super) fn of(graph: &'g Graph) -> Tables<'g> {
        let numbered = |texts: &mut dyn Iterator<Item = &'g str>| texts.zip(0..).collect();
        let evidence = graph.inner.raw_edges().iter();
        let evidence = evidence.flat_map(|edge| edge.weight.evidence());
        let texts = evidence.flat_map(|piece| piece.frame.iter().chain(&piece.plover));
        let texts: HashSet<&str> = texts.map(Shared::as_str).collect();
        let texts: BTreeSet<&str> = texts.into_iter().collect();
        Tables {
            graph,
            documents: numbered(&mut graph.documents.keys().map(Shared::as_str)),
            texts: numbered(&mut texts.into_iter()),
        }
    }

    /// The number of a document of the graph.
    pub(super) fn document(&self, id: &str) -> usize {
        self.documents[id]
    }

    /// The number of a text that evidence shares.
    pub(super) fn text(&self, text: &str) -> usize {
        self.texts[text]
    }

    /// The number of an entity of the graph.
    pub(super) fn entity(&self, id: &EntityId) -> usize {
        let node = self.graph.node(id);
        node.expect("an entity of this graph").index()
    }

    /// The content of the second block.
    pub(super) fn encoded(&self) -> Vec<u8> {
        let mut block = Encoder::default();
        for (id, info) in &self.graph.documents {
            block.text(id);
            for field in fields(info) {
                // Nothing, or the length and one.
                match field {
                    Some(text) => {
                        block.byte(1);
                        block.text(text);
                    }
                    None => block.byte(0),
                }
            }
        }
        let texts: BTreeSet<&str> = self.texts.keys().copied().collect();
        block.number(texts.len());
        texts.into_iter().for_each(|text| block.text(text));
        block.bytes
    }
}

fn fields(info: &DocumentInfo) -> [Option<&str>; 6] {
    let DocumentInfo {
        title,
        date,
        source,
        url,
        language,
        hash,
    } = info;
    [title, date, source, url, language, hash].map(Option::as_deref)
}

/// What others refer to, as it was read.
pub(super) struct Known {
    pub(super) ontology: Ontology,
    pub(super) entity_types: Vec<EntityType>,
    pub(super) relation_types: Vec<RelationType>,
    pub(super) infos: BTreeMap<Shared, DocumentInfo>,
    /// The documents in their order, each with its date.
    documents: Vec<(Shared, Option<Shared>)>,
    texts: Vec<Shared>,
}

impl Known {
    pub(super) fn read(
        ontology: Ontology,
        counts: Counts,
        content: &[u8],
    ) -> Result<Known, Mistake> {
        let mut block = Decoder::new(content);
        let mut infos = Vec::new();
        let mut documents: Vec<(Shared, Option<Shared>)> = Vec::new();
        for _ in 0..counts.documents {
            let id = Shared::from(block.text()?);
            if documents.last().is_some_and(|(before, _)| *before >= id) {
                return Err(format!("the document {id:?} is out of order"));
            }
            let mut field = || match block.byte()? {
                0 => Ok(None),
                _ => block.text().map(|text| Some(text.to_owned())),
            };
            let info = DocumentInfo {
                title: field()?,
                date: field()?,
                source: field()?,
                url: field()?,
                language: field()?,
                hash: field()?,
            };
            documents.push((id.clone(), info.date.as_deref().map(Shared::from)));
            infos.push((id, info));
        }
        let texts = (0..block.count()?).map(|_| block.text().map(Shared::from));
        Ok(Known {
            texts: texts.collect::<Result<_, _>>()?,
            entity_types: ontology.entities().collect(),
            relation_types: ontology.relations().collect(),
            ontology,
            infos: infos.into_iter().collect(),
            documents,
        })
    }

    /// A document by its number.
    pub(super) fn document(&self, number: u32) -> Result<&Shared, Mistake> {
        let known = self.documents.get(number as usize);
        let id = known.map(|(id, _)| id);
        id.ok_or_else(|| format!("there is no document {number}"))
    }

    /// The date of a document that is there.
    pub(super) fn date(&self, number: u32) -> Option<&Shared> {
        self.documents[number as usize].1.as_ref()
    }

    pub(super) fn text(&self, number: u32) -> Result<&Shared, Mistake> {
        let known = self.texts.get(number as usize);
        known.ok_or_else(|| format!("there is no text {number}"))
    }
}
