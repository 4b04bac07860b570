// A target that makes a precompiled header has to compile something.
