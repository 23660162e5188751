#pragma once
// What Swift cannot call: functions that C declares variadic, or for which glibc has none. No header is included here, as its
// types would belong to this module.

/// open(2), O_PATH: a descriptor that names a directory and reads nothing.
extern const int linux_O_PATH;

/// openat2(2): names a directory by its path, and follows no link in any part of it.
int linux_open_directory_without_links(const char *path);

/// prctl(2), PR_SET_DUMPABLE: no core dump, and no other process of this account may read this one's memory.
int linux_forbid_dumps(void);

/// adjtimex(2), reading alone: 1 if the kernel's clock is kept right by something, 0 if not, -1 if it does not say.
int linux_is_clock_synchronised(void);

/// prctl(2), PR_SET_NAME: the calling thread's name, of which 15 bytes count.
int linux_name_thread(const char *name);

/// makedev(3): the two numbers of a device.
unsigned int linux_major(unsigned long device);
unsigned int linux_minor(unsigned long device);

/// Notes that a file is mapped, so that a SIGBUS there can name it; at most so many as there is room for, and the longest of
/// paths is cut. 0 if it was noted.
int linux_note_map(unsigned long start, unsigned long size, const char *path);

/// Forgets the map that begins there.
void linux_forget_map(unsigned long start);

/// sigaction(2): at a SIGBUS in one of the noted maps, writes `before`, the file's path and `after` to standard error, and lets
/// the signal end the process as it would have. The texts are copied; what is too long is cut. 0 if that was set.
int linux_speak_at_sigbus(const char *before, const char *after);
