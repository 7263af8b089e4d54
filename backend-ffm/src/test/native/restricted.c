/*
 * Runs a command on a poorer system: without CAP_IPC_LOCK, with limits, or with system calls that fail.
 *
 *     restricted locked=BYTES fail=CALL:ERRNO ... -- COMMAND ...
 *
 * CALL is memfd_create, mlock, madvise_populate, process_vm_readv or mmap_fixed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

struct call {
    const char *name;
    int number;
    int argument;          /* which argument is looked at, -1 for none */
    unsigned mask;         /* bits of it that are compared */
    unsigned value;
};

static const struct call CALLS[] = {
    {"memfd_create", SYS_memfd_create, -1, 0, 0},
    {"mlock", SYS_mlock, -1, 0, 0},
    {"madvise_populate", SYS_madvise, 2, ~0u, 23},
    {"process_vm_readv", SYS_process_vm_readv, -1, 0, 0},
    {"mmap_fixed", SYS_mmap, 3, 0x11, 0x11},
};

static void die(const char *what)
{
    perror(what);
    exit(3);
}

static void limit_locked(unsigned long bytes)
{
    struct rlimit limit = {bytes, bytes};
    if (setrlimit(RLIMIT_MEMLOCK, &limit) != 0)
        die("setrlimit");
    if (prctl(PR_CAPBSET_DROP, CAP_IPC_LOCK, 0, 0, 0) != 0 && errno != EPERM)
        die("prctl(PR_CAPBSET_DROP)");
}

static void fail(const struct call *call, int error)
{
    unsigned at = call->argument < 0 ? 0 : offsetof(struct seccomp_data, args) + 8 * call->argument;
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call->number, 0, 4),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, call->mask),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call->value, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        die("prctl(PR_SET_SECCOMP)");
}

static void fail_by_name(char *specification)
{
    char *colon = strchr(specification, ':');
    for (unsigned i = 0; colon != NULL && i < sizeof CALLS / sizeof *CALLS; i++) {
        if (strncmp(specification, CALLS[i].name, colon - specification) == 0) {
            fail(&CALLS[i], atoi(colon + 1));
            return;
        }
    }
    fprintf(stderr, "unknown call: %s\n", specification);
    exit(2);
}

int main(int argc, char **argv)
{
    int i = 1;
    for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "locked=", 7) == 0)
            limit_locked(strtoul(argv[i] + 7, NULL, 10));
        else if (strncmp(argv[i], "fail=", 5) == 0)
            fail_by_name(argv[i] + 5);
    }
    if (i + 1 >= argc) {
        fprintf(stderr, "usage: restricted [locked=BYTES] [fail=CALL:ERRNO] ... -- COMMAND ...\n");
        return 2;
    }
    execvp(argv[i + 1], argv + i + 1);
    die(argv[i + 1]);
}
