//! Documents inside documents.
