//! The features of a node and of a pair of nodes: types, the path between them in the tree with its
//! words and the frames that know them, what stands around, and what the rules say.

use super::super::{EntityRef, Findings, Reading};
use super::bag::Bag;
use super::context::{self, Scored};
use super::node::{Form, Node, What};
use crate::schema::RelationType;
use crate::text::{Deprel, Sentence, Upos};
use std::collections::BTreeMap;

/// The frame, the relation, and where the sentence begins that says it.
type Said<'f> = (&'f str, &'f str, u32);

/// What the rules found between two entities.
#[derive(Debug, Default)]
pub(super) struct Rules<'f> {
    pairs: BTreeMap<(EntityRef, EntityRef), Vec<Said<'f>>>,
    sources: BTreeMap<EntityRef, Vec<&'f str>>,
    targets: BTreeMap<EntityRef, Vec<&'f str>>,
}

impl<'f> Rules<'f> {
    pub fn new(reading: &'f Reading<'_>, findings: &'f Findings) -> Rules<'f> {
        let mut rules = Rules::default();
        for fact in &findings.facts {
            let relation = &reading.schema.ontology.relation_info(fact.kind).name;
            let ends = (fact.source.entity, fact.target.entity);
            let pair = rules.pairs.entry(ends).or_default();
            pair.push((&fact.found_by, relation, fact.evidence.start));
            rules.sources.entry(ends.0).or_default().push(relation);
            rules.targets.entry(ends.1).or_default().push(relation);
        }
        rules
    }

    /// The ends and relations of what was found in the sentence that begins at a place.
    fn of_sentence(&self, start: u32) -> Vec<(EntityRef, EntityRef, &'f str)> {
        let pairs = self.pairs.iter();
        pairs
            .flat_map(|(&(from, to), facts)| {
                let here = facts.iter().filter(move |fact| fact.2 == start);
                here.map(move |&(_, relation, _)| (from, to, relation))
            })
            .collect()
    }
}

/// A sentence's view of its tokens that many features share.
#[derive(Debug)]
pub(super) struct Sight<'a> {
    reading: &'a Reading<'a>,
    rules: &'a Rules<'a>,
    /// For each node its head, climbed to the head of the phrase that stands for it.
    climbed: Vec<Climb>,
    nodes: &'a [Node],
    sentence: usize,
    /// The first token of the sentence.
    first: usize,
    /// For each token of the sentence how it hangs on its head, with its preposition or marker.
    labels: Vec<String>,
    /// What the rules found in the sentence.
    said: Vec<(EntityRef, EntityRef, &'a str)>,
    /// For each token of the sentence the frames of which it may be the predicate.
    frames: Vec<Vec<&'a str>>,
}

#[derive(Debug, Clone, Copy)]
struct Climb {
    /// The head of the whole phrase, coordination and titles included.
    top: usize,
    /// The head of the phrase itself.
    own: usize,
    joined: bool,
}

const WORD: usize = 24;

impl<'a> Sight<'a> {
    pub fn new(
        reading: &'a Reading<'a>,
        rules: &'a Rules<'a>,
        nodes: &'a [Node],
        sentence: usize,
    ) -> Sight<'a> {
        let tokens = reading.document().sentences[sentence].tokens.clone();
        Sight {
            reading,
            rules,
            climbed: nodes.iter().map(|node| climb(reading, node)).collect(),
            nodes,
            sentence,
            first: tokens.start,
            said: rules.of_sentence(reading.document().sentences[sentence].span.start),
            labels: tokens.clone().map(|token| label(reading, token)).collect(),
            frames: tokens.map(|token| frames_at(reading, token)).collect(),
        }
    }

    pub fn reading(&self) -> &'a Reading<'a> {
        self.reading
    }

    /// A node of the sentence.
    pub fn at(&self, index: usize) -> &'a Node {
        &self.nodes[index]
    }

    pub fn sentence(&self) -> &'a Sentence {
        &self.reading.document().sentences[self.sentence]
    }

    /// The beginning of a token's lemma.
    pub fn lemma(&self, token: usize) -> &str {
        let lemma = self.reading.verb(token);
        if lemma.len() <= WORD {
            return lemma;
        }
        let end = lemma
            .char_indices()
            .nth(WORD)
            .map_or(lemma.len(), |(at, _)| at);
        &lemma[..end]
    }

    /// How a token hangs on its head, with its preposition or marker.
    pub fn label(&self, token: usize) -> &str {
        &self.labels[token - self.first]
    }

    /// The frames of which a token may be the predicate.
    pub fn frames_at(&self, token: usize) -> &[&'a str] {
        &self.frames[token - self.first]
    }

    /// What the second model knows of a pair beside what the first one says.
    pub fn scored(&self, from: usize, to: usize) -> Scored {
        let ontology = &self.reading.schema.ontology;
        let ends = [&self.nodes[from], &self.nodes[to]];
        let [a, b] = ends.map(|node| self.reading.document().tokens_in(node.span));
        let between = b
            .start
            .saturating_sub(a.end)
            .max(a.start.saturating_sub(b.end));
        Scored {
            sentence: self.sentence,
            ends: ends.map(|node| context::number(node, ontology)),
            label: 0,
            sum: 0.0,
            highest: 0.0,
            gate: 0.0,
            kinds: ends.map(|node| context::kind_of(node, ontology)),
            forms: ends.map(|node| node.form as u8),
            distance: between.min(60) as f32,
            ruled: false,
        }
    }

    /// Whether the rules found this relation in the sentence.
    pub fn is_ruled(&self, from: usize, to: usize, kind: RelationType) -> bool {
        let name = &self.reading.schema.ontology.relation_info(kind).name;
        let [a, b] = [self.nodes[from].what, self.nodes[to].what];
        self.said.iter().any(|&(source, target, relation)| {
            relation == name && a == What::Known(source) && b == What::Known(target)
        })
    }

    /// What is there of a node whatever it is joined with.
    pub fn node(&self, index: usize, bag: &mut Bag) {
        let node = &self.nodes[index];
        let tree = self.reading.tree;
        let document = self.reading.document();
        let kind = &self.reading.schema.ontology.entity_info(node.kind).name;
        let Climb { top, own, joined } = self.climbed[index];
        let head = self.lemma(own);
        let label = self.label(top);
        bag.add(&["n:kind", kind, node.form.as_str()]);
        bag.add(&["n:head", kind, head]);
        bag.add(&["n:tag", kind, document.tokens[own].xpos]);
        bag.add(&["n:label", kind, label]);
        if joined {
            bag.add(&["n:joined", kind]);
        }
        let suffix: String = head.chars().rev().take(3).collect();
        bag.add(&["n:end", kind, &suffix]);
        if let Some(above) = tree.head(top) {
            let lemma = self.lemma(above);
            bag.add(&["n:above", kind, lemma]);
            bag.add(&["n:above+", kind, lemma, label]);
            bag.add(&["n:above+head", kind, lemma, head]);
            for frame in self.frames_at(above) {
                bag.add(&["n:frame", kind, frame, label]);
            }
            let up = self.label(above);
            bag.add(&["n:up", kind, label, up]);
            if let Some(second) = tree.head(above) {
                bag.add(&["n:above2", kind, self.lemma(second), up, label]);
                for frame in self.frames_at(second) {
                    bag.add(&["n:frame2", kind, frame, up, label]);
                }
            }
            for aux in tree.children_by(above, &[Deprel::Aux, Deprel::Advmod, Deprel::Cop]) {
                bag.add(&["n:aboveaux", kind, self.lemma(aux), label]);
            }
        }
        for child in tree.children(own) {
            let relation = tree.deprel(child);
            match relation {
                Deprel::Punct | Deprel::Cc | Deprel::Conj => continue,
                Deprel::Det
                | Deprel::Case
                | Deprel::Mark
                | Deprel::Aux
                | Deprel::AuxPass
                | Deprel::Cop
                | Deprel::Amod
                | Deprel::Compound
                | Deprel::Advmod => {
                    bag.add(&["n:child", kind, relation.as_str(), self.lemma(child)]);
                }
                _ => {}
            }
            bag.add(&["n:childlabel", kind, self.label(child)]);
        }
        for frame in self.frames_at(own) {
            bag.add(&["n:ownframe", kind, frame]);
        }
        for relation in self.rule_targets(node) {
            bag.add(&["n:target", kind, relation]);
        }
        for relation in self.rule_sources(node) {
            bag.add(&["n:source", kind, relation]);
        }
        if let What::Known(EntityRef::New(_)) = node.what {
            bag.add(&["n:found", kind]);
        }
        if document.sentences[self.sentence].heading {
            bag.add(&["n:heading", kind]);
        }
        if self.reading.quotation_of(node.span).is_some() {
            bag.add(&["n:quoted", kind]);
        }
    }

    fn rule_targets(&self, node: &Node) -> &[&'a str] {
        match node.what {
            What::Known(entity) => self.rules.targets.get(&entity).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }

    fn rule_sources(&self, node: &Node) -> &[&'a str] {
        match node.what {
            What::Known(entity) => self.rules.sources.get(&entity).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }

    /// What joins two nodes.
    pub fn pair(&self, from: usize, to: usize, bag: &mut Bag) {
        let ontology = &self.reading.schema.ontology;
        let [a, b] = [&self.nodes[from], &self.nodes[to]];
        let kinds = format!(
            "{}>{}",
            ontology.entity_info(a.kind).name,
            ontology.entity_info(b.kind).name
        );
        let order = match (a.form, b.form) {
            (Form::Speaker, _) => "s",
            (_, Form::Speaker) => "S",
            _ if a.span < b.span => "<",
            _ => ">",
        };
        bag.add(&["kinds", &kinds]);
        bag.add(&["forms", &kinds, a.form.as_str(), b.form.as_str(), order]);
        self.path(from, to, &kinds, order, bag);
        if a.form != Form::Speaker && b.form != Form::Speaker {
            self.around(from, to, &kinds, order, bag);
        }
        self.ruled(a, b, &kinds, bag);
    }

    fn path(&self, from: usize, to: usize, kinds: &str, order: &str, bag: &mut Bag) {
        let tree = self.reading.tree;
        let [a, b] = [self.climbed[from], self.climbed[to]];
        let ups = ancestors(self.reading, a.top);
        let downs = ancestors(self.reading, b.top);
        let Some((up, down)) = ups
            .iter()
            .enumerate()
            .find_map(|(u, token)| Some((u, downs.iter().position(|d| d == token)?)))
        else {
            bag.add(&["path:none", kinds, order]);
            return;
        };
        let meet = ups[up];
        let up_labels: Vec<&str> = ups[..up].iter().map(|&t| self.label(t)).collect();
        let down_labels: Vec<&str> = downs[..down].iter().map(|&t| self.label(t)).collect();
        let steps = up + down;
        let shape = format!("{}^{}", up_labels.join("/"), down_labels.join("/"));
        let meeting = self.lemma(meet);
        let ends = if up == 0 {
            "at:a"
        } else if down == 0 {
            "at:b"
        } else {
            "between"
        };
        let length = ["0", "1", "2", "3", "4", "5", "6+"][steps.min(6)];
        bag.with(kinds, &["path", ends, length]);
        if steps <= 7 {
            bag.with(kinds, &["shape", &shape, order]);
            bag.with(kinds, &["shape+", &shape, meeting]);
        }
        let first = up_labels.last().copied().unwrap_or_default();
        let last = down_labels.last().copied().unwrap_or_default();
        let near = up_labels.first().copied().unwrap_or_default();
        let far = down_labels.first().copied().unwrap_or_default();
        bag.with(kinds, &["meet", meeting]);
        bag.with(kinds, &["meet+", meeting, first, last]);
        bag.with(kinds, &["ends", near, far]);
        bag.add(&["meet<", meeting, kinds, first, order]);
        bag.add(&["meet>", meeting, kinds, last, order]);
        for frame in self.frames_at(meet) {
            bag.with(kinds, &["frame", frame, first, last]);
            bag.with(kinds, &["frame-", frame, ends]);
        }
        let inner_up = ups[..up].iter().skip(usize::from(up > 0)).copied();
        let inner_down = downs[..down].iter().skip(usize::from(down > 0)).copied();
        for (side, token) in inner_up
            .map(|t| ("up", t))
            .chain(inner_down.map(|t| ("down", t)))
        {
            let lemma = self.lemma(token);
            bag.with(kinds, &["on", side, lemma]);
            bag.add(&["on+", side, lemma, self.label(token), kinds]);
            for frame in self.frames_at(token) {
                bag.with(kinds, &["onframe", side, frame]);
                bag.add(&["onframe+", side, frame, near, far, kinds]);
            }
        }
        // The heads of the phrases say what is done where one of them is the act itself.
        let (own_a, own_b) = (self.lemma(a.own), self.lemma(b.own));
        if self.nodes[from].form == Form::Phrase {
            bag.add(&["heada", own_a, kinds, &shape]);
            bag.add(&["heada-", own_a, kinds, far]);
        }
        if self.nodes[to].form == Form::Phrase {
            bag.add(&["headb", own_b, kinds, &shape]);
            bag.add(&["headb-", own_b, kinds, near]);
            bag.add(&["headb+", own_b, kinds, meeting]);
        }
        let mut at = Some(meet);
        let mut verb = None;
        for _ in 0..4 {
            let Some(token) = at else { break };
            if self.reading.document().tokens[token].upos == Upos::Verb {
                verb = Some(token);
                break;
            }
            at = tree.head(token);
        }
        if let Some(verb) = verb {
            bag.with(kinds, &["verb", self.lemma(verb), ends]);
            for child in tree.children(verb) {
                match tree.deprel(child) {
                    Deprel::Aux | Deprel::AuxPass | Deprel::Advmod | Deprel::CompoundPrt => {
                        bag.add(&["verbaux", self.lemma(child), kinds]);
                    }
                    Deprel::Obj => {
                        bag.with(kinds, &["verbobj", self.lemma(verb), self.lemma(child)]);
                    }
                    _ => {}
                }
            }
            let up = self.label(verb);
            bag.add(&["verbup", up, kinds]);
            if let Some(above) = tree.head(verb) {
                bag.add(&["verbabove", self.lemma(above), up, kinds]);
            }
        }
        if a.joined || b.joined {
            bag.add(&["joined", kinds, if a.joined { "a" } else { "b" }]);
        }
    }

    /// The words between and beside.
    fn around(&self, from: usize, to: usize, kinds: &str, order: &str, bag: &mut Bag) {
        let document = self.reading.document();
        let [a, b] = [&self.nodes[from], &self.nodes[to]];
        let (left, right) = if a.span < b.span { (a, b) } else { (b, a) };
        let start = document.tokens_in(left.span).end;
        let end = document.tokens_in(right.span).start;
        let overlap = start > end || left.span.overlaps(right.span);
        if overlap {
            bag.add(&["within", kinds, order]);
        } else {
            let gap = end - start;
            let size = ["0", "1", "2", "3", "4", "5-7", "5-7", "5-7", "8+"][gap.min(8)];
            bag.with(kinds, &["gap", size, order]);
            if gap <= 6 {
                let words: Vec<&str> = (start..end).map(|t| self.lemma(t)).collect();
                bag.with(kinds, &["words", &words.join(" "), order]);
            }
            for token in (start..end).take(16) {
                if matches!(
                    document.tokens[token].upos,
                    Upos::Verb | Upos::Noun | Upos::Adp | Upos::Adj
                ) {
                    bag.add(&["between", self.lemma(token), kinds, order]);
                }
            }
            let others = self
                .nodes
                .iter()
                .filter(|node| {
                    node.form != Form::Phrase
                        && node.span.start >= left.span.end
                        && node.span.end <= right.span.start
                })
                .count();
            let others = ["0", "1", "2", "3+"][others.min(3)];
            bag.add(&["others", others, kinds, order]);
        }
        let sentence = &document.sentences[self.sentence];
        let before = document.tokens_in(left.span).start;
        if before > sentence.tokens.start {
            bag.add(&["before", self.lemma(before - 1), kinds, order]);
        }
        let after = document.tokens_in(right.span).end;
        if after < sentence.tokens.end {
            bag.add(&["after", self.lemma(after), kinds, order]);
        }
        if sentence.heading {
            bag.add(&["heading", kinds]);
        }
        match (
            self.reading.quotation_of(a.span).is_some(),
            self.reading.quotation_of(b.span).is_some(),
        ) {
            (true, true) => bag.add(&["quoted", kinds]),
            (false, true) => bag.add(&["quotedb", kinds]),
            _ => {}
        }
    }

    /// What the rules say of the pair.
    fn ruled(&self, a: &Node, b: &Node, kinds: &str, bag: &mut Bag) {
        let (What::Known(source), What::Known(target)) = (a.what, b.what) else {
            return;
        };
        let here = self.reading.document().sentences[self.sentence].span.start;
        for (ends, way) in [((source, target), "rule"), ((target, source), "back")] {
            for &(frame, relation, evidence) in self.rules.pairs.get(&ends).map_or(&[][..], |p| p) {
                if evidence == here {
                    bag.with(kinds, &[way, relation]);
                    bag.add(&[way, relation, frame]);
                } else {
                    bag.add(&["elsewhere", way, relation, kinds]);
                }
            }
        }
        // One who is something of another by the rules is seldom the same of a third.
        for &(from, to, relation) in &self.said {
            match (from == source, to == target) {
                (true, false) => bag.add(&["aother", relation, kinds]),
                (false, true) => bag.add(&["bother", relation, kinds]),
                _ => {}
            }
        }
        for relation in self.rule_sources(a) {
            bag.add(&["asource", relation, kinds]);
        }
        for relation in self.rule_targets(b) {
            bag.add(&["btarget", relation, kinds]);
        }
    }
}

/// From a node's head to the head of all that stands for it: "(President Vladimir) Putin", "Russian
/// (forces)", "France and (the UK)".
fn climb(reading: &Reading<'_>, node: &Node) -> Climb {
    let tree = reading.tree;
    let mention = reading
        .mention_at(node.head)
        .filter(|_| !matches!(node.form, Form::Phrase | Form::Speaker));
    let mut own = node.head;
    if let Some(mention) = mention {
        let this = |token: usize| reading.meant_by(token, &|_| true) == Some(mention);
        for _ in 0..4 {
            match tree.head(own) {
                Some(head) if reading.mentions[mention].tokens.contains(&head) || this(head) => {
                    own = head;
                }
                _ => break,
            }
        }
    }
    let mut top = own;
    let mut joined = false;
    for _ in 0..4 {
        if tree.deprel(top) != Deprel::Conj {
            break;
        }
        let Some(head) = tree.head(top) else { break };
        let verbal = |token: usize| {
            matches!(
                reading.document().tokens[token].upos,
                Upos::Verb | Upos::Aux
            )
        };
        if verbal(head) != verbal(top) {
            break;
        }
        top = head;
        joined = true;
    }
    Climb { top, own, joined }
}

/// A token and all above it, up to the root.
pub(super) fn ancestors(reading: &Reading<'_>, token: usize) -> Vec<usize> {
    let mut all = vec![token];
    while let Some(head) = reading.tree.head(all[all.len() - 1]) {
        all.push(head);
    }
    all
}

/// How a token hangs on its head, with its preposition or marker.
fn label(reading: &Reading<'_>, token: usize) -> String {
    let tree = reading.tree;
    let relation = tree.deprel(token);
    let text = relation.as_str();
    match relation {
        Deprel::Obl | Deprel::Nmod | Deprel::Advcl | Deprel::Acl | Deprel::Xcomp => {
            match tree.case(token) {
                Some(case) => format!("{text}:{case}"),
                None => text.to_owned(),
            }
        }
        _ => text.to_owned(),
    }
}

/// The frames of which a token may be the predicate.
fn frames_at<'a>(reading: &'a Reading<'_>, token: usize) -> Vec<&'a str> {
    let frames = &reading.schema.frames;
    let lemma = reading.verb(token);
    let mut names: Vec<&str> = match reading.document().tokens[token].upos {
        Upos::Verb => frames
            .of_verb(lemma)
            .map(|(frame, _)| &*frame.name)
            .collect(),
        Upos::Noun => {
            let noun = frames.of_noun(lemma).map(|(frame, _)| &*frame.name);
            noun.chain(frames.of_state(lemma).map(|(frame, _)| &*frame.name))
                .collect()
        }
        Upos::Adj => frames
            .of_state(lemma)
            .map(|(frame, _)| &*frame.name)
            .collect(),
        _ => Vec::new(),
    };
    names.dedup();
    names
}
