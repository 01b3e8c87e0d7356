//! Event codes beside the relations of a record.

use crate::code::Coder;
use crate::extract::{Argument, EntityRef, Findings, Reading};
use crate::record::Record;
use crate::schema::Schema;

/// A code that is surer than this goes before that of the relation's type.
const SURE: f64 = 0.5;

/// Puts the PLOVER type and the CAMEO root beside each relation; the relations of a record stand in
/// the order of the facts.
pub(super) fn put(
    schema: &Schema,
    coder: &Coder<'_>,
    reading: &Reading<'_>,
    findings: &Findings,
    record: &mut Record,
) {
    let actor = |argument: &Argument| match argument.entity {
        EntityRef::Referent(index) => {
            let referent = &reading.resolution.referents[index];
            reading.is_a(referent.entity_type, "Actor")
        }
        EntityRef::New(_) => false,
    };
    let tokens = |argument: &Argument| reading.document().tokens_in(argument.span);
    for (fact, relation) in findings.facts.iter().zip(&mut record.relations) {
        let info = schema.ontology.relation_info(fact.kind);
        // What simply holds is no event.
        let event = info.plover.is_some() && actor(&fact.source) && actor(&fact.target);
        let code =
            event.then(|| coder.code(reading.tree, tokens(&fact.source), tokens(&fact.target)));
        let code = code.flatten().filter(|code| code.confidence > SURE);
        let known = relation.plover.as_deref();
        let class = code
            .map(|code| code.event)
            .or_else(|| schema.events.index(known?))
            .map(|class| &schema.events.types()[class]);
        // The type's own code where the class is the same: it may be finer than the root.
        let same = class.is_some_and(|class| {
            let own = info.plover.as_deref();
            own.is_some_and(|own| class.name == own || class.also.iter().any(|also| also == own))
        });
        relation.cameo = match same {
            true => info
                .cameo
                .as_ref()
                .map(|code| code.chars().take(2).collect()),
            false => class.and_then(|class| class.cameo.first().cloned()),
        };
        if let Some(class) = class {
            relation.plover = Some(class.name.clone());
        }
    }
}
