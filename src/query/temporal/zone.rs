//! Time zones: a fixed offset, or a name of the IANA database, which the program carries.

use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::sync::LazyLock;

/// Where a time holds.
#[derive(Debug, Clone)]
pub enum Zone {
    /// Seconds east of Greenwich.
    Offset(i32),
    /// `Europe/Kyiv`.
    Named(TimeZone),
}

/// The zones that the program carries: what the machine has of them does not matter.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

impl Zone {
    /// Greenwich.
    pub const UTC: Zone = Zone::Offset(0);

    /// The zone of that name, whatever its case.
    pub fn named(name: &str) -> Option<Zone> {
        ZONES.get(name).ok().map(Zone::Named)
    }

    /// The name, of a named zone.
    pub fn name(&self) -> Option<&str> {
        match self {
            Zone::Offset(_) => None,
            Zone::Named(zone) => zone.iana_name(),
        }
    }

    /// Seconds east of Greenwich at an instant, given in seconds since 1970.
    pub fn offset_at(&self, seconds: i64) -> i32 {
        match self {
            Zone::Offset(offset) => *offset,
            Zone::Named(zone) => zone.to_offset(timestamp(seconds)).seconds(),
        }
    }

    /// Seconds east of Greenwich when clocks show a time, given in seconds since 1970 as if they
    /// stood in Greenwich. Where they show it twice, `preferred` or else the first time; where
    /// they jump over it, what held before.
    pub(super) fn offset_when(&self, local: i64, preferred: Option<i32>) -> i32 {
        // Any offset that holds then is the one a day before or a day after.
        let (before, after) = (
            self.offset_at(local - 86_400),
            self.offset_at(local + 86_400),
        );
        let holds = |offset: i32| self.offset_at(local - i64::from(offset)) == offset;
        preferred
            .into_iter()
            .chain([before, after])
            .find(|&offset| holds(offset))
            .unwrap_or(before)
    }
}

/// An instant for the database, which knows the years -9999 to 9999. What lies beyond has the
/// rules of a like year within: the calendar repeats itself after 400 years.
fn timestamp(seconds: i64) -> jiff::Timestamp {
    const CYCLE: i64 = 146_097 * 86_400;
    const EDGE: i64 = 15 * CYCLE;
    let within = if (-EDGE..EDGE).contains(&seconds) {
        seconds
    } else {
        seconds % CYCLE + (EDGE - CYCLE) * seconds.signum()
    };
    jiff::Timestamp::from_second(within).expect("a year of at most four digits")
}
