# shellcheck shell=bash
# Builds the generator in the current directory. $OPENHTC is the repository.

clients=$OPENHTC/src/test/clients
cp "$clients"/go/* .
go build -o ogen github.com/ogen-go/ogen/cmd/ogen
