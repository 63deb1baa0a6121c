# Make a description from its template: @PORTS@ stands for the ports that all
# plugins of the bundle share, @INDEX@ for the number of a port, @VERSION@,
# @MINOR@ and @MICRO@ for the version.
# usage: awk -v version=X.Y.Z -f expand.awk PORTS TEMPLATE

function expand(line) {
  if (line ~ /@INDEX@/) {
    sub(/@INDEX@/, n_ports++, line)
  }
  gsub(/@MINOR@/, part[1] * 10 + part[2], line)
  gsub(/@MICRO@/, part[3], line)
  gsub(/@VERSION@/, version, line)
  print line
}

BEGIN { split(version, part, ".") }
/^#/ { next }
NR == FNR { ports[++n_lines] = $0; next }
/^@PORTS@$/ { for (i = 1; i <= n_lines; ++i) expand(ports[i]); next }
{ expand($0) }
