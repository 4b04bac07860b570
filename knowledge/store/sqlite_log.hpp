// What a commit appends to the write-ahead log, handed to the operating system in few large writes. SQLite makes two
// for each page, one of 24 bytes and one of 4 KiB, none of which ends where a page of the system's cache does, and the
// writer spent as long on them as on the disk. Private to sqlite.cpp.
#pragma once

namespace knowledge::store::engine {

// From now on, for every database of this process that is opened without naming a VFS. Writes are held back until the
// log is synchronised, read, cut or closed, so at no later moment than a commit waits for the disk anyway
// (synchronous=FULL); a write that fails then fails the commit.
void gather_log_writes();

} // namespace knowledge::store::engine
