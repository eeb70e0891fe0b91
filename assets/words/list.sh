#!/bin/sh
# Makes the list of words in this folder, words.txt, out of jieba's dictionary (MIT, see LICENCE.txt) and office.txt.
#
# Needs npm and python3. Nothing else is read: which words are taken is a rule in list.py, so that anybody can make the
# same file again. mixed.txt is kept by hand.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent nodejieba@3.5.8 >/dev/null
tar xzf nodejieba-3.5.8.tgz
cppjieba=package/submodules/cppjieba
python3 "$here/list.py" "$cppjieba/dict/jieba.dict.utf8" "$here/office.txt" >words.txt
mv words.txt "$here/words.txt"
{
	cat <<-'END'
		words.txt is made from the dictionary of jieba, which its author, Sun Junyi, gave
		out under the MIT licence with the line "Copyright (c) 2013 Sun Junyi". It was taken from CppJieba as it comes in
		the package nodejieba 3.5.8, both by Yanyi Wu. Their licences follow, first CppJieba's, then nodejieba's.

	END
	cat "$cppjieba/LICENSE"
	printf '\n'
	cat package/LICENSE
} >"$here/LICENCE.txt"
