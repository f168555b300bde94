//! Tables of exports that lost even their cell marks: rebuilt from lines, anchored on known labels.
