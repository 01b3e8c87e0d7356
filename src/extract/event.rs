//! Events that a place, a date, a name or a third party singles out: where they take place, who
//! takes part without a verb that says so, and what they are about. "The summit of A and B in
//! Riga", "Monday's Russian attack on Kharkiv", "the campaign to retake Mosul", "at talks in
//! Geneva, Iran agreed ...".

use super::described::{self, is_dated};
use super::words::{ASSAULTS, ATTENDING, HAPPENING, MEETINGS, OF_COUNTRIES, OTHERS};
use super::{Argument, Extractor, Fact, Findings, Reading, role, stance};
use crate::schema::{EntityType, Modality, Polarity};
use crate::text::{Deprel, Span, Upos};

/// Finds the parties, places and topics of events.
#[derive(Debug)]
pub(super) struct EventExtractor;

impl Extractor for EventExtractor {
    fn name(&self) -> &'static str {
        "event"
    }

    fn about(&self) -> &'static str {
        "the parties, the place and the topic of an event"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        let Some(event) = reading.schema.ontology.entity("Event") else {
            return;
        };
        for noun in 0..reading.document().tokens.len() {
            if described::is_described(reading, noun) == Some(event) {
                read_event(reading, noun, event, findings);
            }
        }
    }
}

/// Facts about one event or instrument, shown by the words of its noun.
pub(super) struct Found<'r, 'f> {
    pub reading: &'r Reading<'r>,
    pub trigger: Span,
    pub modality: Modality,
    pub findings: &'f mut Findings,
}

impl Found<'_, '_> {
    /// Puts a fact into the bag that holds as firmly as the event itself.
    pub fn put(&mut self, name: &str, relation: &str, ends: [Argument; 2], confidence: f64) {
        let modality = self.modality;
        self.push((name, relation), ends, modality, confidence);
    }

    /// Puts a fact into the bag that holds whether the event takes place or not.
    pub fn actual(&mut self, name: &str, relation: &str, ends: [Argument; 2], confidence: f64) {
        self.push((name, relation), ends, Modality::Actual, confidence);
    }

    fn push(
        &mut self,
        (name, relation): (&str, &str),
        [source, target]: [Argument; 2],
        modality: Modality,
        confidence: f64,
    ) {
        let token = self.reading.document().tokens_in(self.trigger).start;
        let (Some(kind), Some(evidence)) = (
            self.reading.relation(relation),
            self.reading.sentence_of(token),
        ) else {
            return;
        };
        if !evidence.contains(source.span) || !evidence.contains(target.span) {
            return;
        }
        self.findings.facts.push(Fact {
            kind,
            source,
            target,
            evidence,
            trigger: self.trigger,
            polarity: Polarity::Positive,
            modality,
            attributed_to: None,
            value: None,
            role: None,
            date: None,
            found_by: name.to_owned(),
            plover: None,
            confidence,
        });
    }
}

fn read_event(reading: &Reading<'_>, noun: usize, kind: EntityType, findings: &mut Findings) {
    let tree = reading.tree;
    let lemma = tree.lemma(noun);
    let meeting = MEETINGS.contains(&lemma);
    let assault = ASSAULTS.contains(&lemma);
    if !meeting && !assault && !OTHERS.contains(&lemma) {
        return;
    }
    let clause = stance::of_noun(reading, noun);
    let denied = clause.polarity == Polarity::Negative;
    let near = described::locations_of(reading, noun);
    let mut places = near.clone();
    if places.is_empty() {
        places.extend(place_of_clause(reading, noun).or_else(|| country_of(reading, noun)));
    }
    let town = places.iter().any(|&place| {
        let kind = reading.type_of(place);
        kind.is_some_and(|kind| reading.is_a(kind, "Location"))
    });
    let parties = match meeting {
        true => parties(reading, noun, &["between", "with", "among", "of"]),
        false => parties(reading, noun, &["between"]),
    };
    let several = parties.len() > 1;
    let actors = if assault {
        actors(reading, noun)
    } else {
        Vec::new()
    };
    let aim = aim(reading, noun);
    let told = !places.is_empty() || is_dated(reading, noun) || several || !aim.is_empty();
    let single = told && (town || several || !is_generic(reading, noun));
    if single && !denied {
        let event = described::described_entity(reading, noun, kind, findings);
        let mut found = Found {
            reading,
            trigger: reading.document().tokens[noun].span,
            modality: clause.modality,
            findings: &mut *findings,
        };
        for &place in places.iter().filter(|place| !near.contains(place)) {
            described::push_location(reading, event, place, found.findings);
        }
        let hosts = by_participle(reading, noun);
        for &party in parties.iter().chain(&actors).chain(&hosts) {
            found.put("event.parties", "participates_in", [party, event], 0.65);
        }
        for target in aim {
            found.actual("event.aim", "concerns", [event, target], 0.65);
        }
        if !assault {
            topics(reading, noun, event, findings);
        }
    }
    if meeting && !clause.is_content {
        sit_at(reading, noun, findings);
    }
}

/// Whose act of force it is: the national adjective, the name or the possessor before it.
fn actors(reading: &Reading<'_>, noun: usize) -> Vec<Argument> {
    let tree = reading.tree;
    let actor = |kind| reading.is_a(kind, "Actor");
    let before = [Deprel::Amod, Deprel::Compound, Deprel::NmodPoss];
    let owners = tree.children_by(noun, &before).filter(|&part| part < noun);
    let mut found: Vec<usize> = owners
        .flat_map(|part| reading.named_by(part, &actor))
        .collect();
    match tree.lemma(noun) {
        // "The Syrian war" says where, "Russia's war" whose.
        "war" | "coup" => found.retain(|&m| {
            let owner = reading.mentions[m].head;
            reading.document().tokens[owner].upos != Upos::Adj
        }),
        // "Gandhi's murder" says whom.
        "assassination" | "murder" => found.clear(),
        _ => {}
    }
    let mut by = tree.children_by(noun, &[Deprel::Nmod]);
    if let Some(part) = by.find(|&part| tree.has_case(part, "by")) {
        found.extend(reading.named_by(part, &actor));
    }
    found
        .into_iter()
        .flat_map(|m| reading.arguments(m))
        .collect()
}

/// "Talks hosted by Oman", "attacks committed by the group".
fn by_participle(reading: &Reading<'_>, noun: usize) -> Vec<Argument> {
    let tree = reading.tree;
    let actor = |kind| reading.is_a(kind, "Actor");
    let part = |&verb: &usize| {
        matches!(
            tree.lemma(verb),
            "host"
                | "chair"
                | "convene"
                | "attend"
                | "commit"
                | "conduct"
                | "lead"
                | "stage"
                | "organize"
                | "organise"
                | "launch"
                | "perpetrate"
                | "hold"
        )
    };
    let verbs = tree
        .children_by(noun, &[Deprel::Acl, Deprel::AclRelcl])
        .filter(part)
        .filter(|&verb| role::is_passive(tree, verb));
    let agents = verbs.flat_map(|verb| role::agents(tree, verb));
    let named = agents.flat_map(|head| reading.named_by(head, &actor));
    named.flat_map(|m| reading.arguments(m)).collect()
}

/// What an infinitive says that a campaign is for: "the operation to retake Mosul".
fn aim(reading: &Reading<'_>, noun: usize) -> Vec<Argument> {
    let tree = reading.tree;
    let any = |kind| !reading.is_a(kind, "Person");
    if !matches!(
        tree.lemma(noun),
        "campaign" | "operation" | "offensive" | "fight" | "battle" | "war"
    ) {
        return Vec::new();
    }
    let clauses = tree
        .children_by(noun, &[Deprel::Acl])
        .filter(|&clause| tree.has_case(clause, "to"));
    let objects =
        clauses.flat_map(|clause| tree.children_by(clause, &[Deprel::Obj]).collect::<Vec<_>>());
    let named = objects.flat_map(|head| reading.named_by(head, &any));
    named
        .filter(|&m| !reading.is_pronoun(m))
        .flat_map(|m| reading.arguments(m))
        .collect()
}

/// A plural without a number or an article names no single event: "attacks in Syria".
fn is_generic(reading: &Reading<'_>, noun: usize) -> bool {
    let tree = reading.tree;
    let plural = matches!(reading.document().tokens[noun].xpos, "NNS");
    let usual = matches!(
        tree.lemma(noun),
        "talk" | "negotiation" | "election" | "consultation"
    );
    let told = tree
        .children_by(noun, &[Deprel::Det, Deprel::Nummod])
        .any(|word| {
            !matches!(
                tree.lemma(word),
                "any" | "some" | "all" | "no" | "every" | "such"
            )
        });
    plural && !usual && !told && !is_dated(reading, noun)
}

/// Where the clause of an event takes place: "the talks were held in Vienna", "attended the summit
/// in Lisbon" with the place on the verb.
fn place_of_clause(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    let verb = tree.head(noun)?;
    let lemma = tree.lemma(verb);
    let held = match tree.deprel(noun) {
        Deprel::Nsubj => HAPPENING.contains(&lemma),
        Deprel::NsubjPass => HAPPENING.contains(&lemma) || ATTENDING.contains(&lemma),
        Deprel::Obj => ATTENDING.contains(&lemma),
        _ => false,
    };
    let area = |kind| reading.is_a(kind, "Location") || reading.is_a(kind, "Country");
    let places = || {
        tree.children_by(verb, &[Deprel::Obl]).find_map(|part| {
            let local = part > noun && ["in", "at"].iter().any(|case| tree.has_case(part, case));
            local.then(|| reading.meant_by(part, &area))?
        })
    };
    held.then(places)?
}

/// The country of "the Syrian conflict", "Turkey's referendum".
fn country_of(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    let country = |kind| reading.is_a(kind, "Country");
    OF_COUNTRIES.contains(&tree.lemma(noun)).then(|| {
        // "Russia's war" does not say where.
        let owned = !ASSAULTS.contains(&tree.lemma(noun));
        let mut before = tree
            .children_by(noun, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss])
            .filter(|&part| owned || tree.deprel(part) != Deprel::NmodPoss);
        before.find_map(|part| {
            reading
                .mention_at(part)
                .filter(|&m| reading.type_of(m).is_some_and(country))
        })
    })?
}

/// Those whom prepositions tie to a noun as its parties.
pub(super) fn parties(reading: &Reading<'_>, noun: usize, prepositions: &[&str]) -> Vec<Argument> {
    let tree = reading.tree;
    let actor = |kind| reading.is_a(kind, "Actor");
    let parts = tree.children_by(noun, &[Deprel::Nmod, Deprel::Obl]);
    let parts = parts.filter(|&part| prepositions.iter().any(|case| tree.has_case(part, case)));
    let mentions = parts.flat_map(|part| reading.named_by(part, &actor));
    mentions
        .flat_map(|mention| reading.arguments(mention))
        .collect()
}

/// "At talks in Geneva, Iran agreed ...": who does something at a meeting takes part in it.
fn sit_at(reading: &Reading<'_>, noun: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let Some(verb) = tree.head(noun).filter(|_| tree.deprel(noun) == Deprel::Obl) else {
        return;
    };
    let at = ["at", "during"]
        .iter()
        .any(|case| tree.has_case(noun, case));
    let verbal = reading.document().tokens[verb].upos == Upos::Verb;
    if !at || !verbal || role::is_passive(tree, verb) {
        return;
    }
    let person = |kind| reading.is_a(kind, "Actor");
    let stance = stance::of(reading, verb);
    if stance.is_content || stance.modality == Modality::Possible {
        return;
    }
    let guests: Vec<Argument> = role::agents(tree, verb)
        .into_iter()
        .flat_map(|head| reading.named_by(head, &person))
        .flat_map(|mention| reading.arguments(mention))
        .collect();
    let Some(kind) = reading
        .schema
        .ontology
        .entity("Event")
        .filter(|_| !guests.is_empty())
    else {
        return;
    };
    let event = described::described_entity(reading, noun, kind, findings);
    for guest in guests {
        let mut found = Found {
            reading,
            trigger: reading.document().tokens[noun].span,
            modality: stance.modality,
            findings: &mut *findings,
        };
        found.put("event.at", "participates_in", [guest, event], 0.7);
    }
}

/// What an event or an instrument is about: "talks on Crimea", "a deal over the canal".
pub(super) fn topics(reading: &Reading<'_>, noun: usize, thing: Argument, findings: &mut Findings) {
    let tree = reading.tree;
    let any = |kind| !reading.is_a(kind, "Person");
    let parts = tree
        .children_by(noun, &[Deprel::Nmod, Deprel::Obl])
        .filter(|&part| {
            ["on", "over", "about", "regarding", "concerning"]
                .iter()
                .any(|case| tree.has_case(part, case))
        });
    let mut named = Vec::new();
    for part in parts {
        named.extend(reading.named_by(part, &any));
        // "a deal on the status of Kosovo"
        if reading.mention_at(part).is_none() {
            let below = tree.children_by(
                part,
                &[
                    Deprel::Nmod,
                    Deprel::NmodPoss,
                    Deprel::Amod,
                    Deprel::Compound,
                ],
            );
            named.extend(below.flat_map(|inner| reading.named_by(inner, &any)));
        }
    }
    named.dedup();
    for mention in named.into_iter().take(2) {
        let Some(topic) = reading
            .argument(mention)
            .filter(|_| !reading.is_pronoun(mention))
        else {
            continue;
        };
        let mut found = Found {
            reading,
            trigger: reading.document().tokens[noun].span,
            modality: Modality::Actual,
            findings: &mut *findings,
        };
        found.put("event.topic", "concerns", [thing, topic], 0.7);
    }
}
