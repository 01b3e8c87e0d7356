//! The verb *resolve*: which mentions of a document stand for one thing, and which thing that is.
//!
//! A sieve (after Lee et al., 2013): passes from certain to less certain, each of which adds to what
//! those before it joined and takes nothing apart. Names first (`names`, `acronym`, `spelling`,
//! `person`, `short_name`), then titles and appositions, at last descriptions and pronouns in text
//! order, outside of quotations before inside. A mention keeps the reason for which it was
//! joined; one that stands for nobody known gets no referent.

mod acronym;
mod canonical;
mod clusters;
mod description;
mod gender;
mod group;
mod names;
mod office;
mod person;
mod pronoun;
mod quoted;
mod salience;
mod short_name;
mod speaker;
mod spelling;
#[cfg(test)]
mod tests;

use crate::schema::Schema;
use crate::text::{Mention, MentionKind, Reason, Resolution, Tree};
use clusters::Clusters;
use gender::Genders;
use pronoun::{Context, Meant};

/// Says whom each mention stands for. Mentions take on the type of what they stand for;
/// descriptions that stand for nobody go.
pub fn resolve(schema: &Schema, tree: &Tree<'_>, mentions: &mut Vec<Mention>) -> Resolution {
    let found = mentions.clone();
    let mut clusters = Clusters::new(schema, tree, &found);
    names::join(&mut clusters);
    acronym::join(&mut clusters);
    spelling::join(&mut clusters);
    person::join(&mut clusters);
    spelling::join(&mut clusters);
    short_name::join(&mut clusters);
    clusters.speakers = speaker::of_text(&mut clusters);
    let offices = office::all(&clusters);
    description::join_certain(&mut clusters, &offices);
    group::join(&mut clusters);
    let mut genders = Genders::of(&clusters);
    for quoted in [false, true] {
        join_in_order(&mut clusters, &mut genders, quoted);
    }
    canonical::rename(&mut clusters);
    clusters.spheres = office::spheres(&clusters, &offices);
    clusters.finish(mentions)
}

/// Descriptions and pronouns, in text order, outside of quotations or inside.
fn join_in_order(clusters: &mut Clusters<'_>, genders: &mut Genders, quoted: bool) {
    let speeches = quoted::speeches(clusters);
    for index in 0..clusters.mentions.len() {
        let mention = &clusters.mentions[index];
        let inside = clusters.quotation(mention.span).is_some();
        if inside != quoted || clusters.is_known(index) {
            continue;
        }
        match mention.kind {
            MentionKind::Name => {}
            MentionKind::Nominal => join_description(clusters, index),
            MentionKind::Pronoun => {
                let context = Context {
                    speeches: &speeches,
                    genders,
                };
                match pronoun::meant(clusters, index, &context) {
                    Some(Meant::One(cluster, reason)) => {
                        clusters.join(index, cluster, reason);
                        let word = clusters.document.text(mention.span).to_lowercase();
                        let woman = matches!(word.as_str(), "she" | "her" | "hers" | "herself");
                        let man = matches!(word.as_str(), "he" | "him" | "his" | "himself");
                        if reason == Reason::Pronoun && (woman || man) {
                            genders.learn(cluster, woman);
                        }
                    }
                    Some(Meant::Many(members, reason)) => {
                        clusters.join_group(index, members, reason);
                    }
                    None => {}
                }
            }
        }
    }
}

fn join_description(clusters: &mut Clusters<'_>, index: usize) {
    let group = description::is_group(clusters, index);
    if let Some(known) = group
        .then(|| description::same_group(clusters, index))
        .flatten()
    {
        clusters.join(index, known, Reason::Unnamed);
        return;
    }
    if let Some((cluster, reason)) = description::meant(clusters, index) {
        clusters.join(index, cluster, reason);
        return;
    }
    if group {
        let name = canonical::unnamed(clusters, index);
        let cluster = clusters.open(clusters.types.organization, name, None);
        clusters.join(index, cluster, Reason::Unnamed);
    }
}
