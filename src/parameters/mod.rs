//! What trained stages have in common: the file that holds parameters ([`file`]), words as
//! numbers ([`letters`]), classes of like words ([`classes`]) and pseudo-random numbers for training
//! ([`random`]). What the parameters mean is left to the stage that they belong to.

pub(crate) mod classes;
pub(crate) mod file;
pub(crate) mod letters;
pub(crate) mod random;
