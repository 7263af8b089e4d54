/* Prints what the system's headers say: NAME VALUE. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U
#endif
#define SAY(name) printf("%s %lld\n", #name, (long long)(name))

int main(void)
{
    SAY(MAP_SHARED);
    SAY(MAP_PRIVATE);
    SAY(MAP_FIXED);
    SAY(MAP_ANONYMOUS);
    SAY(PROT_NONE);
    SAY(PROT_READ | PROT_WRITE);
    SAY(MADV_HUGEPAGE);
    SAY(MADV_POPULATE_WRITE);
    SAY(MFD_CLOEXEC);
    SAY(MFD_ALLOW_SEALING);
    SAY(MFD_HUGETLB);
    SAY(MFD_NOEXEC_SEAL);
    SAY(MFD_HUGE_2MB);
    SAY(F_SEAL_SEAL);
    SAY(F_SEAL_SHRINK);
    SAY(F_SEAL_GROW);
    SAY(F_SEAL_FUTURE_WRITE);
    SAY(F_ADD_SEALS);
    SAY(F_GET_SEALS);
    SAY(_SC_PAGESIZE);
    SAY(EPERM);
    SAY(EAGAIN);
    SAY(ENOMEM);
    SAY(EACCES);
    SAY(EFAULT);
    SAY(EINVAL);
    SAY(ENFILE);
    SAY(EMFILE);
    SAY(ENOSPC);
    SAY(ENOSYS);
    SAY(sizeof(off_t));
    SAY(sizeof(ssize_t));
    SAY(sizeof(pid_t));
    SAY(sizeof(struct iovec));
    SAY(offsetof(struct iovec, iov_base));
    SAY(offsetof(struct iovec, iov_len));
    SAY(sysconf(_SC_PAGESIZE));
    return 0;
}
