#pragma once
// What Swift cannot call: functions that C declares variadic, or for which glibc has none. No header is included here, as its
// types would belong to this module.

/// open(2), O_PATH: a descriptor that names a directory and reads nothing.
extern const int linux_O_PATH;

/// openat2(2): names a directory by its path, and follows no link in any part of it.
int linux_open_directory_without_links(const char *path);

/// prctl(2), PR_SET_DUMPABLE: no core dump, and no other process of this account may read this one's memory.
int linux_forbid_dumps(void);

/// prctl(2), PR_SET_NAME: the calling thread's name, of which 15 bytes count.
int linux_name_thread(const char *name);
