//! Numbers as they are written: their value, or why they have none.

use super::super::ast::Span;
use super::super::error::{Class, QueryError, Result};
use open_cypher::ast::{IntegerLiteral, IntegerRadix};

/// The value of a whole number, its sign folded in: the least one has no positive counterpart.
pub fn integer(literal: &IntegerLiteral, negative: bool, span: Span) -> Result<i64> {
    let digits = literal.text.replace('_', "");
    let (digits, radix) = match literal.radix {
        IntegerRadix::Hexadecimal => (&digits[2..], 16),
        IntegerRadix::Octal => (&digits[2..], 8),
        _ => (&digits[..], 10),
    };
    let signed = if negative {
        format!("-{digits}")
    } else {
        digits.to_owned()
    };
    i64::from_str_radix(&signed, radix).map_err(|_| {
        let sign = if negative { "-" } else { "" };
        let message = format!("{sign}{} does not fit into 64 bits", literal.text);
        QueryError::compile(Class::SyntaxError, "IntegerOverflow", span, message)
            .with_help("whole numbers lie from -9223372036854775808 to 9223372036854775807; a point makes it a float")
    })
}

/// The value of a number with a point or an exponent; `INF` and `NAN` are numbers too.
pub fn float(text: &str, span: Span) -> Result<f64> {
    let digits = text.replace('_', "");
    let word = digits.starts_with(|first: char| first.is_ascii_alphabetic());
    let number = if word {
        &digits[..]
    } else {
        digits.trim_end_matches(['f', 'F', 'd', 'D'])
    };
    match number.parse::<f64>() {
        Ok(value) if word || value.is_finite() => Ok(value),
        Ok(_) => {
            let message = format!("{text} is larger than any float");
            Err(QueryError::compile(
                Class::SyntaxError,
                "FloatingPointOverflow",
                span,
                message,
            ))
        }
        Err(_) => {
            let message = format!("{text} is no number");
            Err(QueryError::compile(
                Class::SyntaxError,
                "InvalidNumberLiteral",
                span,
                message,
            ))
        }
    }
}
