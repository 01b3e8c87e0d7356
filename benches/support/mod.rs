//! What the benchmarks share: a synthetic graph, a watch and a look at the memory.

use demarche::graph::{Assembly, Graph};
use demarche::record::{EntityRecord, MentionRecord, Record, RelationRecord};
use demarche::schema::Schema;
use demarche::text::{CodeSpan, MentionKind};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// The program's.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A watch that stands still while others have the processor, where the system tells (Linux); it counts
/// the time of all threads together.
pub struct Watch {
    clock: Instant,
    processor: Option<Duration>,
}

impl Watch {
    pub fn start() -> Watch {
        Watch {
            clock: Instant::now(),
            processor: on_processor(),
        }
    }

    pub fn seconds(&self) -> f64 {
        let ran = on_processor()
            .zip(self.processor)
            .map(|(now, then)| now - then);
        ran.unwrap_or_else(|| self.clock.elapsed()).as_secs_f64()
    }
}

fn on_processor() -> Option<Duration> {
    let mut all = 0;
    for thread in std::fs::read_dir("/proc/self/task").ok()? {
        let text = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        all += text.split(' ').next()?.parse::<u64>().ok()?;
    }
    Some(Duration::from_nanos(all))
}

/// The memory that a piece of work takes above what there was before, in megabytes; `None` where the
/// system does not tell.
pub fn peak_above(work: impl FnOnce()) -> Option<f64> {
    let before = memory("VmRSS:");
    // Lets the peak begin anew (proc_pid_clear_refs(5)).
    let reset = std::fs::write("/proc/self/clear_refs", "5").is_ok();
    work();
    let (before, peak) = before.zip(memory("VmHWM:")).filter(|_| reset)?;
    Some((peak - before).max(0.0))
}

/// A field of this process's status, which are in kilobytes, in megabytes (proc_pid_status(5)).
pub fn memory(field: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes / 1000.0)
}

/// What a synthetic graph is like.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub entities: usize,
    /// A divisor of a hundred.
    pub relations_of_each: usize,
    /// Whether every tenth entity is an organization and a few are the targets of many relations; else all
    /// are people and equal.
    pub varied: bool,
}

/// A graph of that shape, a hundred relations to a document; and the seconds that assembling took.
pub fn synthetic(shape: &Shape) -> (Graph, f64) {
    let mut assembly = Assembly::new(Schema::built_in().ontology.clone());
    let mut chance = Chance(1);
    let mut seconds = 0.0;
    for document in 0..shape.entities * shape.relations_of_each / OF_DOCUMENT {
        let record = record(document, shape, &mut chance);
        let watch = Watch::start();
        assembly.add_record(&record).expect("it fits the ontology");
        seconds += watch.seconds();
    }
    let watch = Watch::start();
    let graph = assembly.finish();
    (graph, seconds + watch.seconds())
}

/// A linear congruential generator (Knuth's MMIX): the same graph every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        let (a, c) = (6364136223846793005, 1442695040888963407);
        self.0 = self.0.wrapping_mul(a).wrapping_add(c);
        (self.0 >> 33) as usize % limit
    }
}

/// So many relations one document says.
const OF_DOCUMENT: usize = 100;

/// A document with relations from its own entities to any.
fn record(document: usize, shape: &Shape, chance: &mut Chance) -> Record {
    let sources = OF_DOCUMENT / shape.relations_of_each;
    let kinds = [
        "supports",
        "opposes",
        "threatens",
        "attacks",
        "sanctions",
        "meets",
    ];
    let (year, month, day) = (chance.below(25), 1 + chance.below(12), 1 + chance.below(28));
    let mut record = Record {
        id: format!("document-{document}"),
        date: Some(format!("20{year:02}-{month:02}-{day:02}")),
        ..Record::default()
    };
    for number in 0..OF_DOCUMENT {
        let source = document * sources + number % sources;
        for (side, number_of) in [source, shape.target(chance)].into_iter().enumerate() {
            let id = format!("{side}-{number}");
            record.entities.push(entity(id, number_of, shape));
        }
        let quote = format!(
            "The minister said on Tuesday that it \"would not rule out\" further steps, & that \
             talks number {number} had been going on for weeks."
        );
        record.relations.push(RelationRecord {
            id: number.to_string(),
            kind: kinds[chance.below(kinds.len())].to_owned(),
            source: format!("0-{number}"),
            target: format!("1-{number}"),
            evidence: CodeSpan {
                start: 200 * number as u32,
                end: 200 * number as u32 + 130,
            },
            polarity: Default::default(),
            modality: Default::default(),
            attributed_to: None,
            value: None,
            date: None,
            role: None,
            quote: Some(quote),
            trigger: None,
            source_mention: None,
            target_mention: None,
            frame: Some("support/back".to_owned()),
            confidence: Some(chance.below(1001) as f64 / 1000.0),
            plover: Some("SUPPORT".to_owned()),
            cameo: None,
        });
    }
    record
}

impl Shape {
    /// Whom a relation leads to.
    fn target(&self, chance: &mut Chance) -> usize {
        let mut target = chance.below(self.entities);
        if self.varied {
            for _ in 0..2 {
                target = target * chance.below(self.entities) / self.entities;
            }
        }
        target
    }
}

fn entity(id: String, number: usize, shape: &Shape) -> EntityRecord {
    let kind = match shape.varied && number.is_multiple_of(10) {
        true => "Organization",
        false => "Person",
    };
    let name = format!("{kind} Number {number}");
    let mention = MentionRecord {
        start: 0,
        end: name.len() as u32,
        text: name.clone(),
        kind: MentionKind::Name,
        reason: None,
    };
    EntityRecord {
        id,
        kind: kind.to_owned(),
        name,
        key: None,
        spheres: BTreeSet::new(),
        mentions: vec![mention],
    }
}
