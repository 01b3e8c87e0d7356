//! Names that the gazetteer lacks, and the known ones that are part of a longer name.
//!
//! A run of capitalised words is cut at titles and known names; what is left is typed by its last
//! word ("Ruling Council"), by a title or given name before it, by the preposition that governs
//! it, by what it does ("said"). Names that were understood once are then found again where they
//! stand alone, in headlines too.

use super::{Recognizer, head_of, is_capitalized, is_name_word};
use crate::schema::{EntityType, Frame, Governor};
use crate::text::{Deprel, Document, Mention, MentionKind, Tree, Upos, is_calendar_word};
use std::collections::BTreeMap;
use std::ops::Range;

/// Words that stand inside names without a capital.
const INNER: [&str; 22] = [
    "al", "el", "bin", "ibn", "bint", "abu", "ben", "van", "von", "der", "den", "de", "del",
    "della", "di", "da", "dos", "du", "la", "le", "ul", "ur",
];

/// Whether a frame says that land is held or taken, so that its object is a place.
fn takes_land(recognizer: &Recognizer<'_>, frame: &Frame) -> bool {
    let ontology = &recognizer.schema.ontology;
    let types = &recognizer.types;
    frame.content.is_empty()
        && ontology.allows(types.country, frame.relation, types.place)
        && !ontology.allows(types.country, frame.relation, types.person)
}

/// Words that make a part of a country of its name ("northern Iraq").
const COMPASS: [&str; 17] = [
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
];

/// "northern Iraq", "south-eastern Nigeria": the tokens of the part of a country or region that a
/// word of [`COMPASS`] before its name makes of it.
pub(super) fn part_of_area(
    recognizer: &Recognizer<'_>,
    tree: &Tree<'_>,
    name: &Mention,
) -> Option<Range<usize>> {
    let document = tree.document();
    let types = &recognizer.types;
    let is_compass = |token: &usize| {
        let word = document.word(*token).to_lowercase();
        COMPASS.contains(&word.as_str())
    };
    let first = name.tokens.start;
    let begins = name.tokens.len() > 1 && is_compass(&first);
    let known = name.row.is_some_and(|row| {
        let row = &recognizer.schema.gazetteer.row(row);
        let adjective = &document.text(name.span);
        [types.country, types.region].contains(&name.entity_type)
            && !row.adjectives.iter().any(|known| known == adjective)
    });
    let mut start = match begins && name.entity_type == types.region {
        true => first,
        false => first.checked_sub(1).filter(is_compass).filter(|_| known)?,
    };
    let tight = |token: usize| {
        let tokens = &document.tokens;
        tokens[token - 1].span.end == tokens[token].span.start
    };
    // "south-eastern"
    if let Some(half) = start.checked_sub(2).filter(is_compass)
        && document.word(start - 1) == "-"
        && tight(start)
        && tight(start - 1)
    {
        start = half;
    }
    let sentence = document.sentence_of(name.span)?;
    let inside = document.sentences[sentence].tokens.contains(&start);
    (inside && start < first).then_some(start..name.tokens.end)
}

/// What joins the parts of a body's name ("Ministry of Foreign Affairs").
const JOINING: [&str; 4] = ["of", "for", "on", "and"];

/// Finishes the list of names that the gazetteer gave.
pub(super) fn complete(
    recognizer: &Recognizer<'_>,
    tree: &Tree<'_>,
    known: Vec<Mention>,
) -> Vec<Mention> {
    let mut names = Names::new(recognizer, tree, known);
    for (index, sentence) in tree.document().sentences.iter().enumerate() {
        if !sentence.heading && !names.is_title_case(index) {
            names.read(sentence.tokens.clone());
        }
    }
    names.find_again();
    names.mentions.into_values().collect()
}

/// The names of a document on the way.
struct Names<'a> {
    recognizer: &'a Recognizer<'a>,
    tree: &'a Tree<'a>,
    document: &'a Document,
    /// By first token; none overlaps another.
    mentions: BTreeMap<usize, Mention>,
}

impl<'a> Names<'a> {
    fn new(recognizer: &'a Recognizer<'a>, tree: &'a Tree<'a>, known: Vec<Mention>) -> Names<'a> {
        Names {
            recognizer,
            tree,
            document: tree.document(),
            mentions: known.into_iter().map(|m| (m.tokens.start, m)).collect(),
        }
    }

    fn word(&self, token: usize) -> &'a str {
        self.document.word(token)
    }

    fn mention_at(&self, token: usize) -> Option<&Mention> {
        let before = self.mentions.range(..=token).next_back();
        before.map(|(_, m)| m).filter(|m| m.tokens.contains(&token))
    }

    /// Whether nearly every word of a sentence has a capital, so that capitals say nothing.
    fn is_title_case(&self, sentence: usize) -> bool {
        let tokens = self.document.sentences[sentence].tokens.clone();
        let words: Vec<&str> = tokens
            .map(|token| self.word(token))
            .filter(|word| word.chars().count() > 3 && word.chars().all(char::is_alphabetic))
            .collect();
        let capitals = words.iter().filter(|word| is_capitalized(word)).count();
        words.len() >= 4 && capitals * 10 > words.len() * 8
    }

    /// Reads the runs of one sentence.
    fn read(&mut self, sentence: Range<usize>) {
        let mut token = sentence.start;
        while token < sentence.end {
            if !self.can_begin(token) {
                token += 1;
                continue;
            }
            let end = self.end_of_run(token, sentence.end);
            self.read_run(token..end);
            token = end;
        }
        self.add_parts_of_areas(sentence.clone());
        self.add_lowercase_bodies(sentence);
    }

    fn can_begin(&self, token: usize) -> bool {
        let begins = is_name_word(self.tree, token);
        let proper = self.document.tokens[token].upos == Upos::Propn;
        // "the Strategic Defense Initiative": a capital inside a sentence tells a name, whatever
        // the tagger made of the word; one that stands alone is left to its tag.
        let before = token
            .checked_sub(1)
            .map(|before| &self.document.tokens[before]);
        let inside = before.is_some_and(|t| t.upos != Upos::Punct && t.deprel != Deprel::Root)
            && self
                .document
                .tokens
                .get(token + 1)
                .is_some_and(|_| is_name_word(self.tree, token + 1));
        begins
            && !is_calendar_word(self.word(token))
            && (proper || inside || self.mention_at(token).is_some())
    }

    /// Where a run of capitalised words ends: particles inside, and the rest of "Ministry of ...".
    fn end_of_run(&self, start: usize, limit: usize) -> usize {
        let mut end = start + 1;
        while end < limit {
            let word = self.word(end);
            let inside = is_name_word(self.tree, end) || self.mention_at(end).is_some();
            let initial = word == "." && self.word(end - 1).chars().count() == 1;
            if inside || initial {
                end += 1;
                continue;
            }
            let next = (end + 1..limit).find(|&t| self.word(t) != "the" && self.word(t) != "-");
            let goes_on = next.is_some_and(|next| is_name_word(self.tree, next));
            let particle = INNER.contains(&word) || word == "-" && self.is_tight(end);
            let body = JOINING.contains(&word) && self.heads_body(start, end);
            match next {
                Some(next) if goes_on && (particle || body) => end = next + 1,
                _ => break,
            }
        }
        end
    }

    /// Whether no space stands on either side.
    fn is_tight(&self, token: usize) -> bool {
        let tokens = &self.document.tokens;
        token > 0
            && token + 1 < tokens.len()
            && tokens[token - 1].span.end == tokens[token].span.start
            && tokens[token].span.end == tokens[token + 1].span.start
    }

    /// Whether a run so far names a kind of body or instrument, which "of" may go on.
    fn heads_body(&self, start: usize, end: usize) -> bool {
        (start..end).rev().take(2).any(|token| {
            let kind = self.head_noun(token);
            kind.is_some_and(|kind| kind != self.recognizer.types.place)
                && self.mention_at(token).is_none()
        })
    }

    fn head_noun(&self, token: usize) -> Option<EntityType> {
        self.recognizer.head_noun(self.word(token))
    }

    /// Cuts a run into titles, known names and new names.
    fn read_run(&mut self, run: Range<usize>) {
        if let Some(whole) = self.body_name(run.clone()) {
            let rest = whole.0.end..run.end;
            self.insert(whole.0, whole.1);
            if !rest.is_empty() {
                self.read_run(rest);
            }
            return;
        }
        let mut token = run.start;
        let mut title_before = self.title_ends_at(run.start);
        while token < run.end {
            let titled = self.title_at(token, run.end);
            if titled > 0 {
                token += titled;
                title_before = true;
                continue;
            }
            if let Some(mention) = self.mention_at(token) {
                token = mention.tokens.end;
                title_before = false;
                continue;
            }
            let mut end = token + 1;
            while end < run.end
                && self.mention_at(end).is_none()
                && self.title_at(end, run.end) == 0
            {
                end += 1;
            }
            // A surname that is known by itself belongs to the given name before it.
            if let Some(next) = self.mention_at(end).filter(|_| end < run.end) {
                let surname = next.tokens.len() == 1 && next.kind == MentionKind::Name;
                let person = next.entity_type == self.recognizer.types.person;
                let given = self
                    .recognizer
                    .schema
                    .gazetteer
                    .is_given_name(self.word(end - 1));
                if surname && (person || given) {
                    end += 1;
                }
            }
            self.read_unknown(token..end, title_before);
            title_before = false;
            token = end;
        }
    }

    /// The longest beginning of a run that ends in a word for a body, area or instrument, and its
    /// type: "Russian Foreign Ministry", "Treaty on Open Skies".
    fn body_name(&self, run: Range<usize>) -> Option<(Range<usize>, EntityType)> {
        let joined = run.clone().find(|&t| JOINING.contains(&self.word(t)));
        let (head, end) = match joined {
            Some(joint) if joint > run.start => (joint - 1, run.end),
            _ => {
                let last = run
                    .clone()
                    .rev()
                    .find(|&t| is_capitalized(self.word(t)) && self.head_noun(t).is_some())?;
                (last, last + 1)
            }
        };
        let kind = self.head_noun(head)?;
        let known = self.mention_at(head);
        let covered = known.is_some_and(|m| m.tokens.start <= run.start && m.tokens.end >= end);
        let lone = end - run.start < 2;
        let titled = (run.start..end).any(|t| self.title_at(t, run.end) > 0);
        if covered || lone || titled || known.is_some_and(|m| m.entity_type != kind) {
            return None;
        }
        let plain_country = end - run.start == 2
            && self
                .mention_at(run.start)
                .is_some_and(|m| m.kind == MentionKind::Name)
            && [self.recognizer.types.region, self.recognizer.types.place].contains(&kind);
        (!plain_country).then_some((run.start..end, kind))
    }

    /// How many tokens a title takes that begins here; the longest.
    fn title_at(&self, token: usize, limit: usize) -> usize {
        let gazetteer = &self.recognizer.schema.gazetteer;
        let longest = gazetteer.longest_title().min(limit.saturating_sub(token));
        let fits = |&count: &usize| {
            let span = self.document.span(token..token + count);
            gazetteer.title(self.document.text(span)).is_some()
        };
        let known = self.mention_at(token).is_some();
        (1..=longest)
            .rev()
            .find(fits)
            .filter(|_| !known)
            .unwrap_or(0)
    }

    /// Whether a title in lower case ends right before a token ("envoy Steve Witkoff").
    fn title_ends_at(&self, token: usize) -> bool {
        let gazetteer = &self.recognizer.schema.gazetteer;
        let first = token.saturating_sub(gazetteer.longest_title());
        (first..token).any(|start| {
            let span = self.document.span(start..token);
            gazetteer.title(self.document.text(span)).is_some()
        })
    }

    fn read_unknown(&mut self, tokens: Range<usize>, title_before: bool) {
        let tokens = self.trim(tokens);
        if tokens.is_empty() {
            return;
        }
        if let Some(kind) = self.type_of(tokens.clone(), title_before) {
            self.insert(tokens, kind);
        }
    }

    /// Without particles and marks at the ends.
    fn trim(&self, tokens: Range<usize>) -> Range<usize> {
        let is_word = |&token: &usize| is_capitalized(self.word(token));
        let start = tokens.clone().find(is_word).unwrap_or(tokens.end);
        let end = tokens.rev().find(is_word).map_or(start, |last| last + 1);
        start..end.max(start)
    }

    /// The type of a name that nothing is known of, from what stands in and about it.
    fn type_of(&self, tokens: Range<usize>, title_before: bool) -> Option<EntityType> {
        let types = &self.recognizer.types;
        let gazetteer = &self.recognizer.schema.gazetteer;
        let first = self.word(tokens.start);
        let head = head_of(self.tree, tokens.clone());
        let words = tokens.len();
        let governor = self.tree.head(head);
        let proper = tokens
            .clone()
            .all(|t| self.document.tokens[t].upos == Upos::Propn);
        let dated = tokens
            .clone()
            .any(|t| is_calendar_word(self.word(t)) || self.word(t) == "Day");
        if dated || (!proper && words == 1) {
            return None;
        }
        if title_before || (words > 1 && gazetteer.is_given_name(first)) {
            return Some(types.person);
        }
        if words <= 3 && self.is_dateline(tokens.start) {
            return Some(types.place);
        }
        let letters = first.chars().filter(|c| c.is_alphabetic()).count();
        if words == 1 && letters >= 2 && first.chars().all(|c| !c.is_lowercase()) {
            return (2..=7).contains(&letters).then_some(types.organization);
        }
        let next = self
            .document
            .tokens
            .get(tokens.end)
            .map(|_| self.word(tokens.end));
        match next.map(str::to_lowercase).as_deref() {
            Some(
                "province" | "region" | "district" | "governorate" | "oblast" | "state" | "island"
                | "islands" | "peninsula" | "valley" | "county",
            ) => return Some(types.region),
            Some("city" | "airport" | "airbase" | "base" | "port" | "crossing" | "prison") => {
                return Some(types.place);
            }
            _ => {}
        }
        let frames = &self.recognizer.schema.frames;
        let subject = matches!(self.tree.deprel(head), Deprel::Nsubj | Deprel::NsubjPass);
        let speaks =
            governor.is_some_and(|verb| frames.governs(self.tree.lemma(verb), Governor::Report));
        if subject && speaks && words <= 3 {
            return Some(types.person);
        }
        let taken = self.tree.deprel(head) == Deprel::Obj
            && governor.is_some_and(|verb| {
                let mut found = frames.of_verb(self.tree.lemma(verb));
                found.any(|(frame, _)| takes_land(self.recognizer, frame))
            });
        if taken {
            return Some(types.place);
        }
        let local = [
            "in", "at", "near", "from", "around", "outside", "toward", "towards", "into",
        ];
        let case = self.tree.case(head);
        if case.is_some_and(|case| local.contains(&case.as_str())) {
            return Some(types.place);
        }
        let acts = matches!(
            self.tree.deprel(head),
            Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Conj
                | Deprel::Appos
                | Deprel::OblAgent
                | Deprel::Obj
                | Deprel::Nmod
                | Deprel::Obl
                | Deprel::NmodPoss
                | Deprel::Flat
                | Deprel::Root
        );
        ((words == 2 || words == 3) && proper && acts).then_some(types.person)
    }

    /// Whether a token stands in capitals in a dateline, which `annotate` makes a sentence of its
    /// own: "DAYTON, Ohio —".
    fn is_dateline(&self, token: usize) -> bool {
        let span = self.document.tokens[token].span;
        let Some(sentence) = self.document.sentence_of(span) else {
            return false;
        };
        let tokens = &self.document.sentences[sentence].tokens;
        let dash = matches!(self.word(tokens.end - 1), "—" | "–" | "-" | "--");
        dash && self.word(token).chars().all(|c| !c.is_lowercase())
    }

    /// "northern Iraq" is a region; the country's name inside it is no mention.
    fn add_parts_of_areas(&mut self, sentence: Range<usize>) {
        for token in sentence {
            let Some(next) = self.mention_at(token) else {
                continue;
            };
            let part = part_of_area(self.recognizer, self.tree, next);
            if let Some(tokens) = part.filter(|part| self.mention_at(part.start).is_none()) {
                self.insert(tokens, self.recognizer.types.region);
            }
        }
    }

    /// "Russian foreign ministry", "Turkish parliament": a body with its country's adjective.
    fn add_lowercase_bodies(&mut self, sentence: Range<usize>) {
        const BODIES: [&str; 5] = ["ministry", "parliament", "embassy", "legislature", "senate"];
        for token in sentence.clone() {
            let word = self.word(token);
            if !BODIES.contains(&word) || self.mention_at(token).is_some() {
                continue;
            }
            let mut start = token;
            while start > sentence.start
                && self.tree.head(start - 1) == Some(token)
                && matches!(
                    self.document.tokens[start - 1].upos,
                    Upos::Adj | Upos::Noun | Upos::Propn
                )
            {
                start -= 1;
            }
            let country = self.mention_at(start).filter(|m| m.tokens.start == start);
            if start < token
                && country.is_some_and(|m| m.entity_type == self.recognizer.types.country)
            {
                self.insert(start..token + 1, self.recognizer.types.organization);
            }
        }
    }

    /// Puts a new name in, in place of the shorter ones that it covers.
    fn insert(&mut self, tokens: Range<usize>, kind: EntityType) {
        let covered: Vec<usize> = tokens
            .clone()
            .filter_map(|token| self.mention_at(token).map(|m| m.tokens.start))
            .collect();
        for start in covered {
            self.mentions.remove(&start);
        }
        let mention = Mention {
            span: self.document.span(tokens.clone()),
            head: head_of(self.tree, tokens.clone()),
            kind: MentionKind::Name,
            entity_type: kind,
            row: None,
            tokens,
        };
        self.mentions.insert(mention.tokens.start, mention);
    }

    /// Finds names again that were understood elsewhere: whole, and persons by their last word.
    fn find_again(&mut self) {
        let mut words: BTreeMap<Vec<&str>, EntityType> = BTreeMap::new();
        for mention in self.mentions.values() {
            let text: Vec<&str> = mention.tokens.clone().map(|t| self.word(t)).collect();
            let person = mention.entity_type == self.recognizer.types.person;
            if person && text.len() > 1 {
                words.insert(text[text.len() - 1..].to_vec(), mention.entity_type);
            }
            words.entry(text).or_insert(mention.entity_type);
        }
        let longest = words.keys().map(Vec::len).max().unwrap_or(0);
        let mut token = 0;
        while token < self.document.tokens.len() {
            let free = (token..self.document.tokens.len())
                .take(longest)
                .take_while(|&t| self.mention_at(t).is_none())
                .count();
            let found = (1..=free).rev().find_map(|count| {
                let text: Vec<&str> = (token..token + count).map(|t| self.word(t)).collect();
                let kind = words.get(&text).copied()?;
                let proper = self.document.tokens[token].upos == Upos::Propn || count > 1;
                proper.then_some((count, kind))
            });
            match found {
                Some((count, kind)) => {
                    self.insert(token..token + count, kind);
                    token += count;
                }
                None => token += 1,
            }
        }
    }
}
