//! How dates, times and durations are written: ISO 8601, seconds and what is smaller only as far
//! as they say something.

use super::{Date, Duration, SECOND, Temporal, Time};
use std::fmt::{Display, Formatter, Result};

/// Seconds east of Greenwich as they are written: `Z`, `+01:00`, `+00:53:28`.
pub(super) struct Offset(pub(super) i32);

impl Display for Temporal {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Temporal::Date(date) => write!(f, "{date}"),
            Temporal::LocalTime(time) => write!(f, "{time}"),
            Temporal::Time(time, offset) => write!(f, "{time}{}", Offset(*offset)),
            Temporal::LocalDateTime(date, time) => write!(f, "{date}T{time}"),
            Temporal::DateTime(at) => {
                write!(f, "{}T{}{}", at.date, at.time, Offset(at.offset))?;
                at.zone.name().map_or(Ok(()), |name| write!(f, "[{name}]"))
            }
            Temporal::Duration(length) => write!(f, "{length}"),
        }
    }
}

impl Display for Date {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (year, month, day) = self.civil();
        let sign = match year {
            ..0 => "-",
            10_000.. => "+",
            _ => "",
        };
        write!(f, "{sign}{:04}-{month:02}-{day:02}", year.abs())
    }
}

impl Display for Time {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (hour, minute, second, nanosecond) = self.civil();
        write!(f, "{hour:02}:{minute:02}")?;
        if second != 0 || nanosecond != 0 {
            write!(f, ":{second:02}{}", fraction(nanosecond))?;
        }
        Ok(())
    }
}

impl Display for Offset {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.0 == 0 {
            return f.write_str("Z");
        }
        let (sign, seconds) = (if self.0 < 0 { '-' } else { '+' }, self.0.abs());
        write!(f, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
        match seconds % 60 {
            0 => Ok(()),
            second => write!(f, ":{second:02}"),
        }
    }
}

impl Display for Duration {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if *self == Duration::default() {
            return f.write_str("PT0S");
        }
        let part = |f: &mut Formatter<'_>, amount: i64, unit: &str| match amount {
            0 => Ok(()),
            _ => write!(f, "{amount}{unit}"),
        };
        f.write_str("P")?;
        part(f, self.months / 12, "Y")?;
        part(f, self.months % 12, "M")?;
        part(f, self.days, "D")?;
        let clock = self.clock();
        if clock == 0 {
            return Ok(());
        }
        // Fewer than 64 bits of seconds.
        let (seconds, rest) = (
            (clock / i128::from(SECOND)) as i64,
            (clock % i128::from(SECOND)) as i64,
        );
        f.write_str("T")?;
        part(f, seconds / 3600, "H")?;
        part(f, seconds / 60 % 60, "M")?;
        if seconds % 60 != 0 || rest != 0 {
            let sign = if clock < 0 { "-" } else { "" };
            write!(f, "{sign}{}{}S", (seconds % 60).abs(), fraction(rest.abs()))?;
        }
        Ok(())
    }
}

/// Nanoseconds after the point, without zeros that say nothing.
fn fraction(nanoseconds: i64) -> String {
    match nanoseconds {
        0 => String::new(),
        _ => format!(".{nanoseconds:09}")
            .trim_end_matches('0')
            .to_owned(),
    }
}
