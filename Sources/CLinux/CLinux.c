#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <unistd.h>

const int linux_O_PATH = O_PATH;

int linux_open_directory_without_links(const char *path) {
    struct open_how how = {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS};
    return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
}

int linux_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

int linux_name_thread(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

// On Linux a nice value is that of a thread, and 0 names the calling one.
void linux_lower_thread_priority(void) { setpriority(PRIO_PROCESS, 0, 10); }

void linux_write_out(int file, long start, long count) {
    sync_file_range(file, start, count,
                    SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
}

unsigned int linux_major(unsigned long device) { return major(device); }

unsigned int linux_minor(unsigned long device) { return minor(device); }

// The registered maps. They are written with the mutex held, and read by a signal handler, which may take no mutex. An entry is
// valid from the moment at which its `start` is stored, so `start` is stored last.
static struct {
    atomic_ulong start;
    atomic_ulong size;
    char path[512];
} maps[16];
static pthread_mutex_t noting = PTHREAD_MUTEX_INITIALIZER;

int linux_note_map(unsigned long start, unsigned long size, const char *path) {
    int result = -1;
    pthread_mutex_lock(&noting);
    for (unsigned long i = 0; i < sizeof maps / sizeof *maps; i++) {
        if (atomic_load(&maps[i].start) != 0) continue;
        strncpy(maps[i].path, path, sizeof maps[i].path - 1);
        atomic_store(&maps[i].size, size);
        atomic_store(&maps[i].start, start);
        result = 0;
        break;
    }
    pthread_mutex_unlock(&noting);
    return result;
}

void linux_forget_map(unsigned long start) {
    if (start == 0) return;
    pthread_mutex_lock(&noting);
    for (unsigned long i = 0; i < sizeof maps / sizeof *maps; i++) {
        if (atomic_load(&maps[i].start) == start) atomic_store(&maps[i].start, 0);
    }
    pthread_mutex_unlock(&noting);
}

static char words_before[256], words_after[1024];

// Uses only what signal-safety(7) allows: loads of atomics, and write(2).
static void speak(int number, siginfo_t *info, void *context) {
    (void)context;
    unsigned long at = (unsigned long)info->si_addr;
    for (unsigned long i = 0; i < sizeof maps / sizeof *maps; i++) {
        unsigned long start = atomic_load(&maps[i].start);
        if (start == 0 || at < start || at - start >= atomic_load(&maps[i].size)) continue;
        const char *texts[] = {words_before, maps[i].path, words_after};
        for (int t = 0; t < 3; t++) {
            unsigned long length = 0;
            while (texts[t][length]) length++;
            if (write(2, texts[t], length) < 0) break;
        }
        break;
    }
    // SA_RESETHAND has restored the default action: the access is repeated, and ends the process.
    (void)number;
}

int linux_speak_at_sigbus(const char *before, const char *after) {
    strncpy(words_before, before, sizeof words_before - 1);
    strncpy(words_after, after, sizeof words_after - 1);
    struct sigaction action = {.sa_sigaction = speak, .sa_flags = SA_SIGINFO | SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    return sigaction(SIGBUS, &action, NULL);
}

int linux_is_clock_synchronised(void) {
    struct timex time = {.modes = 0};
    int state = adjtimex(&time);
    if (state < 0) return -1;
    return (time.status & STA_UNSYNC) == 0;
}
