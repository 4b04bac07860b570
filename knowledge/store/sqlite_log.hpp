// What a commit appends to the write-ahead log, a write for each page. SQLite makes two, one of 24 bytes and one of 4
// KiB. Private to sqlite.cpp.
#pragma once

namespace knowledge::store::engine {

// From now on, for every database of this process that is opened without naming a VFS. A frame's header is held back
// until its page comes, which is SQLite's next write; a write that fails then fails what was to be written.
void join_log_writes();

} // namespace knowledge::store::engine
