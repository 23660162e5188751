#pragma once
/* Preloaded into labd under valgrind: there is nothing to call. */
