# Runs a command with every file system read-only, in a mount namespace of its own.
set -e
mount --make-rprivate /
while read -r _ target kind _; do
  case $kind in
    # What the kernel keeps, not a disk; some of it cannot be remounted.
    proc | sysfs | devpts | devtmpfs | mqueue | cgroup* | *securityfs | debugfs | tracefs | bpf | \
      pstore | nsfs | fusectl | configfs | hugetlbfs | binfmt_misc | efivarfs) ;;
    *) mount -o remount,bind,ro "$target" ;;
  esac
done </proc/self/mounts
exec "$@"
