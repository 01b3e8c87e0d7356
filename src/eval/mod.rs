//! The verb *eval*: records are held against gold.
