# Read with '.' by scripts that test.

# fail WHAT [FILE]: ends a test; how FILE ends, or log in this folder, tells more
fail()
{
  {
    echo "FAIL: $1"
    tail -n 20 "${2:-log}" 2>/dev/null
  } >&2
  exit 1
}
