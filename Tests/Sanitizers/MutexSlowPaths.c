// Reports to ThreadSanitizer the locks that it does not see.
//
// Synchronization.Mutex takes and releases a free lock with atomics that are compiled into its user, where the sanitizer sees
// them. If threads contend for a lock, Swift's library handles it with futex(2), and that library is built without the
// sanitizer: what one thread did before it released the lock then seems to race with what the next thread does after it. These
// functions replace the library's (LD_PRELOAD), call them, and report that one happens before the other. No reports are
// suppressed: every reported race is real.
//
// The library's functions are methods of _MutexHandle. Its address, which is that of the futex, is Swift's `self`.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SELF __attribute__((swift_context)) void *self
#define METHOD __attribute__((swiftcall, visibility("default")))

// Functions of the sanitizer's runtime, which are missing in a program that is built without it.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

METHOD void lock_slowly(uint32_t thread, SELF) __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
METHOD bool try_lock_slowly(SELF) __asm__("$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
METHOD void unlock_slowly(SELF) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");

METHOD void lock_slowly(uint32_t thread, SELF) {
    METHOD void (*library)(uint32_t, SELF) = dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
    library(thread, self);
    if (__tsan_acquire) __tsan_acquire(self);
}

METHOD bool try_lock_slowly(SELF) {
    METHOD bool (*library)(SELF) = dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
    bool is_locked = library(self);
    if (is_locked && __tsan_acquire) __tsan_acquire(self);
    return is_locked;
}

METHOD void unlock_slowly(SELF) {
    METHOD void (*library)(SELF) = dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
    if (__tsan_release) __tsan_release(self);
    library(self);
}
