#!/bin/sh
# Makes the two fonts in this folder out of Noto Sans SC (OFL-1.1, see OFL.txt).
#
# Needs npm, python3 and fonttools (Debian: npm, fonttools). Nothing else is read: the list of characters is worked out
# from a rule by chars.py, so that anybody can make the same files again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3 >/dev/null
tar xzf expo-google-fonts-noto-sans-sc-0.4.3.tgz
python3 "$here/chars.py" >chars.txt
for pair in 400Regular:Regular 700Bold:Bold; do
	from=${pair%%:*}
	to=${pair##*:}
	# The program lays text out character by character: no ligatures, no vertical forms, no hinting is wanted.
	pyftsubset "package/$from/NotoSansSC_$from.ttf" \
		--unicodes-file=chars.txt \
		--output-file="$here/NotoSansSC-$to.ttf" \
		--layout-features='' --no-hinting --desubroutinize --notdef-outline --no-glyph-names \
		--drop-tables+=GSUB,GPOS,GDEF,BASE,vhea,vmtx,VORG,DSIG,STAT,meta \
		--name-IDs='0,1,2,3,4,5,6,13,14' --name-languages='0x409'
done
cp package/LICENSE_FONT "$here/OFL.txt"
